from django.core.management.base import BaseCommand

from config.demo import PASSWORD, load


class Command(BaseCommand):
    help = "Fill an empty development site with invented people and listings."

    def handle(self, **options):
        if load():
            self.stdout.write("La démonstration est chargée.")
        self.stdout.write(
            f"Mot de passe {PASSWORD} : denise-v@example.org (habitante), "
            "redaction@example.org, moderation@example.org"
        )
