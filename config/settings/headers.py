"""What answers tell browsers to allow, and where security faults are reported."""

from typing import Any

import environ
from corsheaders.defaults import default_headers
from csp.constants import NONE, SELF

env = environ.Env()

SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# What is not named here falls back on `default-src`.
CONTENT_SECURITY_POLICY: dict[str, dict[str, Any]] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "script-src-attr": [NONE],
        "style-src": [SELF],
        "style-src-attr": [NONE],
        "img-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# Other sites may show these: pages of town halls, front ends.
CROSS_ORIGIN_PATHS = ("/photos/", "/media/", "/documents/", "/graphql/", "/_allauth/")
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "screen-wake-lock",
        "usb",
        "xr-spatial-tracking",
    )
} | {"publickey-credentials-get": ["self"]}  # signing in with a passkey
CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = (
    r"^/(graphql/(schema\.graphql)?|api/(message-)?photos/"
    r"|api/conversations/.+|(messages/)?photos/.+)$"
)
CORS_ALLOW_HEADERS = [*default_headers, "x-session-token"]
CORS_ALLOW_CREDENTIALS = False
CORS_EXPOSE_HEADERS = ["ETag", "Retry-After", "X-Request-ID"]

# Where a fault is reported, a web page or a mailbox: /.well-known/security.txt.
SECURITY_CONTACT = env("SECURITY_CONTACT", default="mailto:securite@localhost")
SECURITY_POLICY_PATH = "/infos/informations-legales/securite/"
