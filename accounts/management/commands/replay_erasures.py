import json
import sys
from datetime import datetime
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.rights.erasure import erase


class Command(BaseCommand):
    help = "Erase again, after a restore, what the journal on standard input names."

    def handle(self, **options):
        erased = sum(self.replay(line) for line in sys.stdin if line.strip())
        self.stdout.write(f"{erased} accounts erased again.")

    def replay(self, line: str) -> bool:
        try:
            record = json.loads(line)
            account = UUID(record["account"])
            moment = datetime.fromisoformat(record["erased_at"])
        except (ValueError, KeyError, TypeError) as error:
            raise CommandError(f"Not a line of the journal: {line.strip()}") from error
        rows = User.objects.filter(public_id=account)
        key = rows.values_list("pk", flat=True).first()
        return key is not None and erase(rows, key, moment)
