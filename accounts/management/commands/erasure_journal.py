import json

from django.core.management.base import BaseCommand

from accounts.models import ErasureRecord


class Command(BaseCommand):
    help = "Write the erased accounts, one JSON object a line: keep it with backups."

    def handle(self, **options):
        for record in ErasureRecord.objects.iterator():
            line = {
                "account": str(record.account),
                "erased_at": record.erased_at.isoformat(),
            }
            self.stdout.write(json.dumps(line))
