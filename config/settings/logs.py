"""One line of JSON for each request and for each thing worth telling."""

import environ

env = environ.Env()

# False: the proxy already writes a line for each request.
LOG_REQUESTS = env.bool("LOG_REQUESTS", default=True)
JSON_LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # They say something at each look into the queue, or of each address.
        name: {"level": "WARNING"}
        for name in ("django_tasks", "django_tasks_db", "mail.log")
    }
    | {"django": {"handlers": [], "propagate": True}},
}
