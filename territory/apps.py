from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def load_after_migrating(sender, using, **kwargs):
    """Refresh the reference data, unless only other apps were migrated so far."""
    from .loading import load_communes

    table = sender.get_model("Commune")._meta.db_table
    if table in connections[using].introspection.table_names():
        load_communes()


class TerritoryConfig(AppConfig):
    name = "territory"

    def ready(self):
        post_migrate.connect(load_after_migrating, sender=self)
