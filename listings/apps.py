from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_delete, post_migrate


def load_after_migrating(sender, using, **kwargs):
    """Refresh the reference data, unless only other apps were migrated so far."""
    from .loading import load_categories

    table = sender.get_model("Category")._meta.db_table
    if table in connections[using].introspection.table_names():
        load_categories()


class ListingsConfig(AppConfig):
    name = "listings"

    def ready(self):
        from .photos.files import forget

        # Of every deletion, also one that cascades from a listing or an account.
        post_delete.connect(forget, sender="listings.Photo")
        post_migrate.connect(load_after_migrating, sender=self)
