from typing import Any

from django.apps import AppConfig, apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate


def after_migrating(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Build the site once every app has its tables, content types and permissions."""
    installed = [app for app in apps.get_app_configs() if app.models_module]
    if sender is not installed[-1] or using != DEFAULT_DB_ALIAS:
        return
    # `flush` sends the same signal without a plan: its tables are all there.
    if "plan" in kwargs and not fully_migrated(using):
        return
    from .site import ensure_site

    ensure_site()


def fully_migrated(using: str) -> bool:
    executor = MigrationExecutor(connections[using])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self) -> None:
        post_migrate.connect(after_migrating, dispatch_uid="cms.ensure_site")
