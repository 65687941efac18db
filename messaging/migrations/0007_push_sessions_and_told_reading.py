import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F


def freeze_where_blocked(apps, schema_editor):
    """Let the blocks there are give no sign from now on."""
    Block = apps.get_model("messaging", "Block")
    Participant = apps.get_model("messaging", "Participant")
    for block in Block.objects.iterator():
        shared = Participant.objects.filter(user=block.blocked).values("conversation")
        Participant.objects.filter(
            user=block.blocker, conversation__in=shared, shown_up_to=None
        ).update(shown_up_to=F("seen_up_to"))


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0006_ending_told"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="pushsubscription",
            name="session",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="push_subscriptions",
                to="usersessions.usersession",
                verbose_name="connexion",
            ),
        ),
        migrations.AddField(
            model_name="participant",
            name="shown_up_to",
            field=models.DateTimeField(
                null=True, verbose_name="lecture montrée jusqu’à"
            ),
        ),
        migrations.RunPython(freeze_where_blocked, migrations.RunPython.noop),
    ]
