import os

from django.core.asgi import get_asgi_application

from accounts.checks import refuse_to_start_wrong

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
os.environ.setdefault("STATEMENT_TIMEOUT", "3000")
application = get_asgi_application()
refuse_to_start_wrong()
