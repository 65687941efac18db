from django.apps import AppConfig
from django.db.models.signals import post_migrate


def load_after_migrating(**kwargs):
    from .loading import load_categories

    load_categories()


class ListingsConfig(AppConfig):
    name = "listings"

    def ready(self):
        post_migrate.connect(load_after_migrating, sender=self)
