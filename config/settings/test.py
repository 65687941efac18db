"""Settings for the test suite; `DATABASE_URL` and `CACHE_URL` choose the services."""

from .base import *
from .base import BASE_DIR, DATABASES, GRAPHQL_ALLOWANCES, STORAGES

SECRET_KEY = "tests-only-never-deployed"
ALLOWED_HOSTS = ["testserver", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
# A file, not memory: threads that write at the same time then wait, as in production.
DATABASES["default"]["TEST"] = (
    {"NAME": BASE_DIR / "test.sqlite3"}
    if DATABASES["default"]["ENGINE"].endswith("sqlite3")
    else {}
)
# Tests of the limits per minute set them.
for allowed in GRAPHQL_ALLOWANCES.values():
    allowed |= {"requests": 0, "points": 0}
# Tests of the answers that are kept turn it on: others ask the same words many times.
GRAPHQL_KEEP_ANSWERS = False
# Tests of the admin's door ask for a second factor; others fill forms at once.
STAFF_MFA_REQUIRED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
FORM_FASTEST_SECONDS = 0
