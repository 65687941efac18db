from django.core.management.base import BaseCommand

from accounts.second_factor import seal_again


class Command(BaseCommand):
    help = "Seal again, with the present SECRET_KEY, what former ones sealed."

    def handle(self, **options):
        self.stdout.write(f"{seal_again()} second factors are sealed with this key.")
