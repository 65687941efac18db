import asyncio
import os
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from messaging.mail_in.receiving import receive
from messaging.mail_in.server import serve


class Command(BaseCommand):
    help = (
        "Receive mail: one from the standard input, or all that comes by LMTP or SMTP. "
        "With one, the exit code (sysexits.h) tells the mail server what to do."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--listen", metavar="HOST:PORT", help="Answer there until stopped."
        )
        parser.add_argument(
            "--recipient", help="Without it, ORIGINAL_RECIPIENT or RECIPIENT."
        )
        parser.add_argument(
            "--sender", help="Of the envelope; without it, SENDER of the environment."
        )

    def handle(self, *, listen, recipient, sender, **options):
        if listen:
            host, _colon, port = listen.rpartition(":")
            if not host or not port.isdigit():
                raise CommandError("Give HOST:PORT.", returncode=os.EX_USAGE)
            asyncio.run(serve(host.strip("[]"), int(port)))
        else:
            self.take_one(
                recipient or named_by("ORIGINAL_RECIPIENT", "RECIPIENT"), sender
            )

    def take_one(self, recipient: str | None, sender: str | None) -> None:
        if not recipient:
            raise CommandError("Give --recipient.", returncode=os.EX_USAGE)
        if sender is None:
            sender = named_by("SENDER")
        raw = sys.stdin.buffer.read(settings.MAIL_IN_LIMITS["bytes"] + 1)
        answer = receive(raw, sender, recipient)
        if answer.exit_code != os.EX_OK:
            self.stderr.write(answer.said)
        sys.exit(answer.exit_code)


def named_by(*variables: str) -> str | None:
    """Return the first of these variables that mail servers set."""
    return next((os.environ[name] for name in variables if name in os.environ), None)
