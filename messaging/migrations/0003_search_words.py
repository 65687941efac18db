from django.db import migrations, models

from listings.search import stems


def fill(apps, schema_editor):
    Message = apps.get_model("messaging", "Message")
    rows = Message.objects.filter(search_words="").only("body")
    for message in rows.iterator():
        words = f" {' '.join(dict.fromkeys(stems(message.body)))} "
        Message.objects.filter(pk=message.pk).update(search_words=words)


class Migration(migrations.Migration):
    dependencies = [("messaging", "0002_messaging_foundations")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="search_words",
            field=models.TextField(default="", editable=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
