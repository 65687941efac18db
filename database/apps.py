from django.apps import AppConfig
from django.db.backends.signals import connection_created


class DatabaseConfig(AppConfig):
    name = "database"

    def ready(self):
        from .threads import end_with_thread

        connection_created.connect(end_with_thread)
