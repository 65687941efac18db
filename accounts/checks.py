"""What a deployment must say of its proxies before it may serve anybody."""

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured


def proxies_are_counted(app_configs=None, **kwargs) -> list[CheckMessage]:
    """Behind a proxy that nobody counted, the whole département is one address."""
    count = settings.TRUSTED_PROXY_COUNT
    if settings.SECURE_PROXY_SSL_HEADER and count is None:
        return [
            Error(
                "A proxy is in front (SECURE_PROXY_SSL_HEADER), not counted.",
                hint="Set TRUSTED_PROXY_COUNT: 1 for one nginx, more for a chain.",
                id="accounts.E001",
            )
        ]
    if count is not None and count < 0:
        return [Error("TRUSTED_PROXY_COUNT is negative.", id="accounts.E002")]
    return []


def refuse_to_start_wrong() -> None:
    """Raise what the check found: a server must not count everybody as one."""
    for found in proxies_are_counted():
        raise ImproperlyConfigured(
            f"{found.id}: {found.msg} {found.hint or ''}".strip()
        )
