"""Settings behind HTTPS; every secret comes from the environment."""

from urllib.parse import urlsplit

from . import dotenv  # first: the rest reads the environment
from .base import *
from .base import CONTENT_SECURITY_POLICY, JSON_LOGGING, STORAGES, env

SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
SITE_URL = env("SITE_URL")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"

CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True
LOGGING = JSON_LOGGING

if bucket := env("MEDIA_BUCKET", default=""):
    from botocore.config import Config

    endpoint = env("MEDIA_ENDPOINT_URL", default="")
    public = env("MEDIA_PUBLIC_URL", default="").rstrip("/")
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": endpoint or None,
            "access_key": env("MEDIA_ACCESS_KEY_ID"),
            "secret_key": env("MEDIA_SECRET_ACCESS_KEY"),
            "region_name": env("MEDIA_REGION", default="") or None,
            # Without a public address, files are shown through signed ones.
            "custom_domain": public.partition("://")[2] or None,
            "file_overwrite": False,
            "client_config": Config(
                connect_timeout=5, read_timeout=20, signature_version="s3v4"
            ),
        },
    }
    shown_from = urlsplit(public or endpoint or f"https://{bucket}.s3.amazonaws.com")
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append(
        f"{shown_from.scheme}://{shown_from.netloc}"
    )
