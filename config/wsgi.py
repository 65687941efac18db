import os

from django.core.wsgi import get_wsgi_application

from accounts.checks import refuse_to_start_wrong

from .requests import RequestMiddleware


def whole_site():
    """Return the WSGI application; modules of the API load once the settings have."""
    site = get_wsgi_application()
    refuse_to_start_wrong()
    from graphql_api.shortcut import Shortcut

    return Shortcut(site, RequestMiddleware)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
os.environ.setdefault("STATEMENT_TIMEOUT", "3000")
application = whole_site()
