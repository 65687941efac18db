import time

from django.core.management import call_command
from django.core.management.base import BaseCommand

from background.jobs import retry_failed, take_up_abandoned
from background.schedule import run_due


class Command(BaseCommand):
    help = "Run the periodic jobs and those of the queue, until stopped."

    def add_arguments(self, parser):
        parser.add_argument(
            "--once", action="store_true", help="Empty the queue, stop."
        )
        parser.add_argument("--interval", type=float, default=1.0, help="Seconds.")

    def handle(self, *, once, interval, **options):
        while True:
            run_due()
            take_up_abandoned()
            retry_failed()
            call_command(
                "db_worker", "--backend=queue", batch=True, interval=0, reload=False
            )
            if once:
                return
            time.sleep(interval)
