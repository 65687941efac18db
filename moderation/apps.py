from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def load_after_migrating(sender, using, **kwargs):
    """Bring what is shipped, unless only other apps were migrated so far."""
    from .loading import load_reasons, load_rules

    tables = connections[using].introspection.table_names()
    for model, load in (("Rule", load_rules), ("ReasonTemplate", load_reasons)):
        if sender.get_model(model)._meta.db_table in tables:
            load()


def protect_after_migrating(using: str, **kwargs) -> None:
    """Install the triggers anew: SQLite forgets them when a table is made again."""
    from .written_once import protect

    protect(using)


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self):
        post_migrate.connect(load_after_migrating, sender=self)
        post_migrate.connect(protect_after_migrating, sender=self)
