"""Settings for `make run`: SQLite, mail shown in the terminal, no secret needed."""

from . import dotenv  # first: the rest reads the environment
from .base import *
from .base import ACCOUNT_RATE_LIMITS, GRAPHQL_ALLOWANCES, STORAGES, env

DEBUG = True
SECRET_KEY = "development-only-never-deployed"
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
# A front end being developed asks often.
for allowed in GRAPHQL_ALLOWANCES.values():
    allowed |= {"requests": 0, "points": 0}
# Nobody has to enrol a telephone to look at the demo, whose admin says so.
STAFF_MFA_REQUIRED = env.bool("STAFF_MFA_REQUIRED", default=False)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # without HTTPS, at localhost
ACCOUNT_RATE_LIMITS["new_account"] = ""  # nor does a front end sign up three times only
