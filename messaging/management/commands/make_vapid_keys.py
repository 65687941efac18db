from django.core.management.base import BaseCommand

from messaging.push.keys import new_private_key


class Command(BaseCommand):
    help = "Print a new key for notifications; a change of key ends every subscription."

    def handle(self, **options):
        self.stdout.write(f"VAPID_PRIVATE_KEY={new_private_key()}")
