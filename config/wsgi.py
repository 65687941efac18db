import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
os.environ.setdefault("STATEMENT_TIMEOUT", "3000")
application = get_wsgi_application()
