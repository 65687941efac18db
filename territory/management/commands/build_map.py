from django.conf import settings
from django.core.management.base import BaseCommand

from territory.outlines import DRAWING, drawing


class Command(BaseCommand):
    help = "Draw the outlines of the communes again, from territory/data."

    def handle(self, *args, **options):
        target = settings.BASE_DIR / "static" / DRAWING
        target.write_text(drawing(), encoding="utf-8")
        self.stdout.write(f"{target.name}: {target.stat().st_size} bytes")
