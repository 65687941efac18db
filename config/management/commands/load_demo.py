from django.core.management import call_command
from django.core.management.base import BaseCommand

from config.demo import PASSWORD, load, refuse_in_production


class Command(BaseCommand):
    help = "Fill an empty development site with invented people and listings."

    def add_arguments(self, parser):
        parser.add_argument(
            "--anew", action="store_true", help="Empty the database first."
        )

    def handle(self, *, anew, **options):
        refuse_in_production()
        if anew:
            call_command("flush", interactive=False, verbosity=0)
        if load():
            self.stdout.write("La démonstration est chargée.")
        self.stdout.write(
            f"Mot de passe {PASSWORD} : denise-v@example.org (habitante), "
            "redaction@example.org, moderation@example.org"
        )
