from importlib import import_module

from django.conf import settings
from django.db import migrations, models

TRIGGERS = ("listings_words_insert", "listings_words_delete", "listings_words_update")


def drop_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in TRIGGERS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


def build_triggers(apps, schema_editor):
    """Adding a column makes SQLite copy the table, which loses its triggers."""
    if schema_editor.connection.vendor == "sqlite":
        drop_triggers(apps, schema_editor)
        index = import_module("listings.migrations.0002_search_index")
        for statement in index.SQLITE[1:]:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("listings", "0003_photo"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="listing",
            options={
                "ordering": ["-created_at", "-public_id"],
                "permissions": [
                    ("moderate_listing", "Peut masquer et rétablir une annonce")
                ],
                "verbose_name": "annonce",
            },
        ),
        migrations.RunPython(drop_triggers, build_triggers),
        migrations.AddField(
            model_name="listing",
            name="idempotency_key",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("idempotency_key", ""), _negated=True),
                fields=("author", "idempotency_key"),
                name="listings_key_once_per_author",
            ),
        ),
        migrations.RunPython(build_triggers, drop_triggers),
    ]
