import json

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from moderation.transparency import Period, lines, report


class Command(BaseCommand):
    help = "Print the figures of moderation of a year or of a month."

    def add_arguments(self, parser):
        period = parser.add_mutually_exclusive_group(required=True)
        period.add_argument("--year", help="Such as 2026.")
        period.add_argument("--month", help="Such as 2026-11.")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, year, month, format, **options):
        try:
            figures = report(Period.named(year or month))
        except ValidationError as error:
            raise CommandError(error.message) from error
        if format == "json":
            self.stdout.write(json.dumps(figures, ensure_ascii=False, indent=2))
            return
        for part, label, value in lines(figures):
            self.stdout.write(f"{part} – {label} : {value}")
