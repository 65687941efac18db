import time

from django.core.management.base import BaseCommand
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

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
        worker = worker_of_the_queue()
        worker.configure_signals()
        while worker.running:  # until a signal, which lets the current job end
            run_due()
            take_up_abandoned()
            retry_failed()
            worker.run()
            if once:
                return
            if worker.running:
                time.sleep(interval)


def worker_of_the_queue() -> Worker:
    """Return a worker whose `run()` empties the queue."""
    return Worker(
        worker_id=get_random_string(32),
        backend_name="queue",
        queue_names=["default"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        startup_delay=False,
        max_tasks=None,
    )
