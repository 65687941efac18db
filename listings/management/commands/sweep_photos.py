from django.core.management.base import BaseCommand

from listings.photos.actions import sweep_unattached


class Command(BaseCommand):
    help = "Delete the uploaded photos that no listing took in time."

    def handle(self, **options):
        self.stdout.write(f"{sweep_unattached()} photos deleted.")
