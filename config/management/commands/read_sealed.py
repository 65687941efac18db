import json
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q

from accounts.models import SealedConnection, SealedIdentity, User
from accounts.rights.connections import opened
from listings.models import Listing
from moderation.models import AuditEvent, Verb

LONGEST = 200  # of a ground, in the log of what staff did


class Command(BaseCommand):
    help = "Write what the law has the site keep of an account, one JSON object a line."

    def add_arguments(self, parser):
        parser.add_argument(
            "what",
            help="Address of an open account, code of a listing, or a public identifier"
            " of an account or of a listing, which also finds what is erased.",
        )
        parser.add_argument("--by", required=True, help="Who reads: a staff address.")
        parser.add_argument(
            "--why", required=True, help="Authority and number of its request."
        )

    def handle(self, *, what, by, why, **options):
        """Log the reading before anything is read."""
        account = account_of(what)
        if account is None:
            raise CommandError(f"Nothing is known of {what}.")
        AuditEvent.objects.create(
            actor=reader(by),
            verb=Verb.UNSEALED,
            target_kind="person",
            target_id=account,
            ground=ground(why),
        )
        for line in [identity_of(account), *connections_of(account)]:
            self.stdout.write(json.dumps(line, cls=DjangoJSONEncoder))


def reader(address: str) -> User:
    user = User.objects.filter(email__iexact=address).first()
    if user is None or not user.reaches_admin:
        raise CommandError(f"{address} is not the address of a member of staff.")
    return user


def ground(why: str) -> str:
    if not why.strip() or len(why) > LONGEST:
        raise CommandError(f"--why takes 1 to {LONGEST} characters.")
    return why


def account_of(what: str) -> UUID | None:
    """Return the public identifier of the account that `what` leads to."""
    if "@" in what:
        people = User.objects.filter(email__iexact=what)
        return people.values_list("public_id", flat=True).first()
    try:
        found = UUID(what)
    except ValueError:
        listings = Listing.objects.filter(code=what.upper())
        return listings.values_list("author__public_id", flat=True).first()
    return known_by(found)


def known_by(found: UUID) -> UUID | None:
    acts = SealedConnection.objects.filter(Q(account=found) | Q(content=found))
    if account := acts.values_list("account", flat=True).first():
        return account
    people = User.objects.filter(public_id=found).exists()
    closed = SealedIdentity.objects.filter(account=found).exists()
    return found if people or closed else None


def identity_of(account: UUID) -> dict[str, Any]:
    """Return who gave which identity: from the account, or sealed once it is erased."""
    if closed := SealedIdentity.objects.filter(account=account).first():
        kept = {"identity": closed.identity, "details": closed.details}
        return {"account": account, "closed_at": closed.closed_at, **kept}
    user = User.objects.filter(public_id=account).first()
    if user is None:
        return {"account": account}
    names = {"first_name": user.first_name, "last_initial": user.last_initial}
    identity = {**names, "email": user.email}
    return {"account": account, "joined": user.date_joined, "identity": identity}


def connections_of(account: UUID) -> list[dict[str, Any]]:
    rows = SealedConnection.objects.filter(account=account)
    return [
        {"at": row.at, "act": row.act, "content": row.content, **opened(row)}
        for row in rows
    ]
