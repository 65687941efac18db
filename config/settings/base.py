"""Settings shared by every way of running the site; complete and safe.

Each deployment sets the environment variables listed in `.env.example`.
"""

from pathlib import Path
from typing import Any

import environ
from django.utils.translation import gettext_lazy as _

from .headers import *
from .logs import *
from .mail_in import *
from .messages import *
from .moderation import *
from .rights import *
from .schedule import BACKGROUND_SCHEDULE
from .sign_in import *
from .trust import *

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

SECRET_KEY = env("SECRET_KEY", default="")
# Former keys: what they signed or sealed is still believed, and nothing new is.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000")

INSTALLED_APPS = [
    "config",
    "database",
    "background",
    "territory",
    "accounts",
    "moderation",
    "listings",
    "messaging",
    "cms",
    "graphql_api",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "allauth.usersessions",
    "corsheaders",
    "csp",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "graphene_django",
]

MIDDLEWARE = [
    "config.requests.RequestMiddleware",
    "graphql_api.shortcut.WaysMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.headers.HeadersMiddleware",
    "config.csp.ContentPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.second_factor.SecondFactorMiddleware",
    "moderation.sanctions.SuspensionMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Data -----------------------------------------------------------------------------
DATABASES = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: two writers queue for the lock instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
        ),
    }
else:
    # Milliseconds; set by config/wsgi.py alone: migrations and jobs may take longer.
    longest = env.int("STATEMENT_TIMEOUT", default=0)
    chosen = {
        "statement_timeout": longest,
        "lock_timeout": longest * 2 // 3,
        # Prepared statements are parsed and planned once: see database/statements.py.
        "plan_cache_mode": "force_generic_plan",
        # Memory and solid-state disks: a row elsewhere costs little more than the next.
        "random_page_cost": 1.1,
    }
    options = DATABASES["default"].setdefault("OPTIONS", {})
    options.setdefault("options", " ".join(f"-c {k}={v}" for k, v in chosen.items()))
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# PostgreSQL parses and plans what each request reads once for each connection.
PREPARED_STATEMENTS = env.bool("PREPARED_STATEMENTS", default=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}
if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    CACHES["default"]["BACKEND"] = "config.cache.PatientRedisCache"

# --- Background work ------------------------------------------------------------------
# Wagtail and Django use "default"; the product's own jobs are rows of "queue".
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "queue": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]},
}
BACKGROUND_MAX_ATTEMPTS = 56  # two days, with the waits below
BACKGROUND_FIRST_RETRY_SECONDS = 30
BACKGROUND_LONGEST_RETRY_SECONDS = 3600
BACKGROUND_ABANDONED_AFTER_SECONDS = 600
READYZ_MAX_QUEUE_SECONDS = env.int("READYZ_MAX_QUEUE_SECONDS", default=3600)
BACKGROUND_LATE_AFTER_SECONDS = 300

# --- Mail: written as a job in the same transaction, sent by the worker ---------------
vars().update(env.email("EMAIL_URL", default="consolemail://"))
MAIL_TRANSPORT = vars()["EMAIL_BACKEND"]
EMAIL_TIMEOUT = 30  # seconds: a silent mail server must not hold the worker
EMAIL_BACKEND = "background.mail.QueuedEmailBackend"
DEFAULT_FROM_EMAIL = env(
    "DEFAULT_FROM_EMAIL",
    default="Nièvre Solutions Solidaires <ne-pas-repondre@localhost>",
)
# Where the author of a hidden listing may answer.
MODERATION_EMAIL = env("MODERATION_EMAIL", default="moderation@localhost")

# --- Mail about messages: docs/decisions/0014-message-mails.md ------------------------
NOTIFY_QUIET_SECONDS = 180  # after the last unread message
NOTIFY_LONGEST_WAIT_SECONDS = 900  # after the first, when they keep coming
NOTIFY_EVERY_SECONDS = 3600  # at most one mail per sender and conversation
NOTIFY_MESSAGES_SHOWN = 10  # the newest; the others are counted
DIGEST_HOUR = 18  # of the day in Nièvre
OUTCOME_AFTER_DAYS = 5  # without a message
OUTCOME_LATEST_DAYS = 30  # nobody is asked about what ended long ago
OUTCOME_LINK_DAYS = 30
MAIL_LEASE_SECONDS = 300  # after which the mail of a killed worker is another's to send
MAIL_EVENTS_KEPT_DAYS = 365

# --- Language, time -------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("français"))]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# --- Editorial pages ------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Nièvre Solutions Solidaires"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "/compte/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # done at /compte/, for everybody
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILIMAGES_IMAGE_MODEL = "cms.EditorialImage"
WAGTAILDOCS_DOCUMENT_MODEL = "cms.EditorialDocument"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.forms.EditorialImageForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 24_000_000
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # private collections, private buckets
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # the admin calls nobody
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # addresses that can be read over the phone
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "wagtail.search.backends.database",
        "SEARCH_CONFIG": "simple",  # words are stemmed before they reach the index
    }
}

# --- Files ----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = BASE_DIR / "media"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Life of listings (days, counts) --------------------------------------------------
LISTING_RENEWALS_MAX = 3
LISTING_RENEWABLE_DAYS = 7  # before its term, a listing may already be renewed
LISTING_REMINDER_DAYS = [7, 1]  # before its term, its author is told
LISTING_ENDED_DAYS = 3  # after it, for as long
LISTING_REMINDER_HOUR = 8  # in Nièvre, from which such mail leaves
LISTING_LINK_DAYS = 30  # for which the links of these mails serve
LISTING_PAGE_SIZE = 20
LISTING_TWIN_MINUTES = 60  # the same words again within this time are the same listing
# Called with a listing that its author ended, in the same transaction.
LISTING_ENDED = ["messaging.actions.thank_everybody_else"]

# --- Messages -------------------------------------------------------------------------
INBOX_PAGE_SIZE = 20
THREAD_PAGE_SIZE = 50
MESSAGING_LIMITS = {
    "characters": 2_000,
    "messages_per_hour": 60,
    "conversations_first_day": 5,  # of the account
    "conversations_per_day": 20,
}

# --- Photos of listings ---------------------------------------------------------------
LISTING_PHOTOS_MAX = 6
LISTING_PHOTOS_WAITING_MAX = 30  # uploads of one person that no listing took yet
LISTING_PHOTOS_WAITING_HOURS = 24
PHOTO_MAX_BYTES = 12 * 1024**2
PHOTO_MAX_PIXELS = 40_000_000  # read from the header, before anything is decoded
PHOTO_MAX_RATIO = 6  # the long side against the short one
PHOTO_MIN_SIDE = 200
PHOTO_WIDTHS = [400, 800, 1600]
PHOTO_QUALITY = 80
FILE_UPLOAD_HANDLERS = [
    "listings.photos.uploads.PhotoUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- GraphQL --------------------------------------------------------------------------
GRAPHENE = {"SCHEMA": "graphql_api.schema.schema"}
# False: graphql-core answers every query, which plans answer faster and the same.
GRAPHQL_PLANS = env.bool("GRAPHQL_PLANS", default=True)
# True: what anyone may read is answered from memory until the database notes a change.
GRAPHQL_KEEP_ANSWERS = env.bool("GRAPHQL_KEEP_ANSWERS", default=True)
GRAPHQL_PERSISTED_SECONDS = 30 * 24 * 3600  # a front end that calls keeps its documents
# What no document may exceed, whoever sends it: docs/decisions/0007-graphql-limits.md.
GRAPHQL_LIMITS = {
    "body_bytes": 100_000,
    "characters": 10_000,
    "nesting": 60,  # of braces and brackets
    "tokens": 1_000,
    "comments": 50,
    "operations": 5,
    "fragments": 20,
    "variables": 50,
    "directives": 20,
    "root_fields": 10,
    "list_items": 50,
    "comparisons": 2_500,  # of fields of one name, which validation does by pairs
    "introspection_depth": 16,  # the query of every code generator
    "errors": 20,  # returned
    "seconds": 5,  # of one query
    "statements": 30,
}
# In one operation: depth, aliases, cost. In one minute: requests and points, which are
# the costs added up; 0: as many as one likes.
GRAPHQL_ALLOWANCES = {
    "visitor": {
        "depth": 10,
        "aliases": 15,
        "cost": 1_000,
        "requests": env.int("GRAPHQL_REQUESTS_PER_MINUTE", default=60),
        "points": env.int("GRAPHQL_POINTS_PER_MINUTE", default=2_000),
    },
    "member": {"depth": 12, "aliases": 25, "cost": 2_000},
}
GRAPHQL_ALLOWANCES["member"] |= {
    "requests": GRAPHQL_ALLOWANCES["visitor"]["requests"] * 2,
    "points": GRAPHQL_ALLOWANCES["visitor"]["points"] * 3,
}
# True: only the documents of graphql_api/documents/ are executed.
GRAPHQL_REGISTERED_ONLY = env.bool("GRAPHQL_REGISTERED_ONLY", default=False)
