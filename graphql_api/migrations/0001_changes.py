from django.db import migrations, models


def unwatch(apps, schema_editor):
    from graphql_api.freshness.triggers import unwatch

    unwatch(schema_editor.connection.alias)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("pages", "Pages"), ("listings", "Listings")],
                        max_length=8,
                    ),
                ),
                ("token", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "changement de contenu",
            },
        ),
        # The triggers come after each migration: see graphql_api/apps.py.
        migrations.RunPython(migrations.RunPython.noop, unwatch),
    ]
