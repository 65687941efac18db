from django.apps import AppConfig
from django.db.models.signals import post_migrate


def protect_after_migrating(using: str, **kwargs) -> None:
    """Install the triggers anew: SQLite forgets them when a table is made again."""
    from .written_once import protect

    protect(using)


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self) -> None:
        post_migrate.connect(protect_after_migrating, sender=self)
