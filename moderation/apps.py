from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def load_after_migrating(sender, using, **kwargs):
    """Bring the shipped reasons, unless only other apps were migrated so far."""
    from .reasons import load_reasons

    table = sender.get_model("ReasonTemplate")._meta.db_table
    if table in connections[using].introspection.table_names():
        load_reasons()


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self):
        post_migrate.connect(load_after_migrating, sender=self)
