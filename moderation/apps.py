from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def load_after_migrating(sender, using, **kwargs):
    """Refresh the shipped rules, unless only other apps were migrated so far."""
    from .loading import load_rules

    table = sender.get_model("Rule")._meta.db_table
    if table in connections[using].introspection.table_names():
        load_rules()


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self):
        post_migrate.connect(load_after_migrating, sender=self)
