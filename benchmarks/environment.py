"""What every server is told, as docs/deploying.md tells it."""

import os
import secrets

SITE_URL = "https://solidaires.example.org"
CACHE = os.environ.get("BENCH_CACHE", "redis://127.0.0.1:6379/14")
SECRET = secrets.token_urlsafe(64)  # drawn for one run
SESSION = secrets.token_hex(16)  # its key, which `sessions` opens


def environment(database: str, **more: str) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": SITE_URL,
        "TRUSTED_PROXY_COUNT": "1",
        "DATABASE_URL": database,
        "CACHE_URL": CACHE,
        # Counted, and never reached by the one address that asks.
        "GRAPHQL_POINTS_PER_MINUTE": "1000000000",
        "GRAPHQL_REQUESTS_PER_MINUTE": "1000000000",
        **more,
    }
