from django.apps import AppConfig
from django.db.models.signals import post_migrate


def load_after_migrating(**kwargs):
    from .loading import load_communes

    load_communes()


class TerritoryConfig(AppConfig):
    name = "territory"

    def ready(self):
        post_migrate.connect(load_after_migrating, sender=self)
