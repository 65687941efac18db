from django.apps import AppConfig
from django.db.models.signals import post_migrate


def watch_after_migrating(using: str, **kwargs) -> None:
    """Watch the tables anew: SQLite forgets triggers when a table is made again."""
    from .freshness.triggers import watch

    watch(using)


class GraphQLConfig(AppConfig):
    name = "graphql_api"

    def ready(self) -> None:
        post_migrate.connect(watch_after_migrating, sender=self)
