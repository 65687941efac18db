from django.core.management.base import BaseCommand, CommandError

from config.retention.table import TABLE


class Command(BaseCommand):
    help = "Delete what was kept for long enough: see config/retention/table.py."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="Count, and change nothing."
        )

    def handle(self, *, dry_run, **options):
        """One line that fails does not keep the others from being applied."""
        failed = []
        for line in TABLE:
            for path, function in line.functions():
                try:
                    count = function(dry_run)
                except Exception as error:
                    failed.append(f"{path}: {type(error).__qualname__}")
                else:
                    self.stdout.write(f"{count:>8}  {line.what} ({path})")
        if failed:
            raise CommandError("Not applied: " + ", ".join(failed))
