"""Settings for `make run`: SQLite, mail shown in the terminal, no secret needed."""

from . import dotenv  # first: the rest reads the environment
from .base import *
from .base import GRAPHQL_ALLOWANCES, STORAGES

DEBUG = True
SECRET_KEY = "development-only-never-deployed"
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
# A front end being developed asks often.
for allowed in GRAPHQL_ALLOWANCES.values():
    allowed |= {"requests": 0, "points": 0}
