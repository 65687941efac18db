from django.core.management.base import BaseCommand

from background.jobs import attempts, stuck


class Command(BaseCommand):
    help = "List the jobs that failed for good."

    def handle(self, **options):
        for row in stuck():
            self.stdout.write(
                f"{row.id} {row.task_name} {attempts(row)} {row.exception_class_path}"
            )
