from django.core.management.base import BaseCommand

from cms.legal import make_legal_pages


class Command(BaseCommand):
    help = "Write the missing legal pages, as drafts for a jurist to complete."

    def handle(self, **options):
        made = make_legal_pages()
        self.stdout.write(f"{len(made)} pages écrites, à compléter puis à publier.")
