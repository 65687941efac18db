"""Invented people, listings and conversations, for development only."""

from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from accounts.charter import accept, current_charter
from accounts.models import PersonKind, SellerStatus, User
from accounts.selling import is_siren
from cms.legal import make_legal_pages
from listings.models import Audience, Listing, PriceKind
from listings.states import ListingStatus
from messaging.models import Conversation, Message, Participant, searchable
from moderation.actions import open_case
from moderation.targets import target_of
from territory.shipped import read_yaml

from .cases import load_cases
from .pages import load_pages
from .pictures import add_photos

DATA = Path(__file__).parent
PASSWORD = "entraide-demo"
KINDS = {
    "particulier": PersonKind.RESIDENT,
    "producteur": PersonKind.PROFESSIONAL,
    "association": PersonKind.ASSOCIATION,
}
STAFF = {"redaction": "Rédaction", "moderation": "Modération"}


@transaction.atomic
def load() -> bool:
    """Fill an empty site with the demo; return whether there was anything to do.

    Raises ImproperlyConfigured outside development settings.
    """
    refuse_in_production()
    if User.objects.exists():
        return False
    people = load_people()
    load_staff()
    load_pages(User.objects.get(email="redaction@example.org"))
    for page in make_legal_pages():
        page.get_latest_revision().publish()
    accept_charter()
    listings = load_listings(people)
    add_photos(listings, read("listings"))
    load_cases(listings, load_threads(listings, people), people)
    return True


def refuse_in_production() -> None:
    if not settings.DEBUG:
        raise ImproperlyConfigured("The demo loads with development settings only.")


@cache
def read(name: str) -> list[dict]:
    return read_yaml(DATA / f"{name}.yaml")[name]


def load_people() -> dict[str, User]:
    password = make_password(PASSWORD)
    return {row["id"]: person(row, password) for row in read("people")}


def person(row: dict, password: str) -> User:
    first_name, _space, initial = row["display_name"].rpartition(" ")
    user = User.objects.create(
        email=f"{row['id']}@example.org",
        password=password,
        first_name=first_name or row["display_name"],
        last_initial=initial.rstrip(".")[:1] if first_name else "",
        kind=KINDS[row["kind"]],
        commune_id=row["commune"],
        about=row["about"],
        is_suspended=row["status"] == "suspended",
        trusted_at=timezone.now() if row["joined_days_ago"] > 7 else None,
        date_joined=timezone.now() - timedelta(days=row["joined_days_ago"]),
        **seller(row),
    )
    confirm(user)
    return user


def seller(row: dict) -> dict:
    """Producers sell as a business; its number holds its check and is nobody's."""
    if row["kind"] != "producteur":
        return {"seller_status": SellerStatus.PRIVATE}
    return {
        "seller_status": SellerStatus.PROFESSIONAL,
        "business_name": row["display_name"],
        "siren": siren_after(people_ids().index(row["id"])),
        "business_address": "1 place de la Mairie",
    }


def people_ids() -> list[str]:
    return [row["id"] for row in read("people")]


def siren_after(number: int) -> str:
    """Return the invented SIREN of that number: no real one begins with 000."""
    figures = f"000{number:05}"
    return next(
        f"{figures}{last}" for last in range(10) if is_siren(f"{figures}{last}")
    )


def confirm(user: User) -> None:
    EmailAddress.objects.create(
        user=user, email=user.email, primary=True, verified=True
    )


def accept_charter() -> None:
    """Let everybody have read the rules that are online."""
    if rules := current_charter(None):
        for user in User.objects.all():
            accept(user, rules.version)


def load_staff() -> None:
    for name, group in STAFF.items():
        user = User.objects.create_user(
            f"{name}@example.org", PASSWORD, first_name=group
        )
        user.groups.add(Group.objects.get(name=group))
        confirm(user)


def load_listings(people: dict[str, User]) -> dict[str, Listing]:
    loaded = {row["id"]: listing(row, people) for row in read("listings")}
    for one in loaded.values():
        if one.status == ListingStatus.PENDING:
            open_case(target_of(one))
    return loaded


def listing(row: dict, people: dict[str, User]) -> Listing:
    now = timezone.now()
    created = now - timedelta(days=row["created_days_ago"])
    return Listing.objects.create(
        kind=row["kind"],
        author=people[row["author"]],
        category_id=row["category"],
        title=row["title"],
        description=row["description"],
        commune_id=row["commune"],
        reach_km=row.get("radius_km"),
        availability=row.get("availability", ""),
        urgent=row["urgent"],
        audience=Audience.PUBLIC if row["kind"] == "offer" else Audience.MEMBERS,
        status=row["status"],
        created_at=created,
        published_at=created,
        expires_at=now + timedelta(days=row["expires_in_days"]),
        **price(row),
    )


def price(row: dict) -> dict:
    if not row["paid"]:
        return {"price_kind": PriceKind.FREE}
    amount = row.get("price_eur")
    return {
        "price_kind": PriceKind.AMOUNT if amount else PriceKind.AGREED,
        "price": amount,
        "price_unit": row.get("price_unit", ""),
        "price_note": row.get("price_note") or "",
    }


def load_threads(
    listings: dict[str, Listing], people: dict[str, User]
) -> dict[str, Conversation]:
    loaded = {}
    for row in read("threads"):
        conversation = Conversation.objects.create(
            listing=listings[row["listing"]], initiator=people[row["initiator"]]
        )
        messages = [message(conversation, words, people) for words in row["messages"]]
        Message.objects.bulk_create(messages)
        last = messages[-1].created_at
        Conversation.objects.filter(pk=conversation.pk).update(last_message_at=last)
        add_participants(conversation, row, people, last)
        loaded[row["id"]] = conversation
    return loaded


def message(conversation: Conversation, row: dict, people: dict[str, User]) -> Message:
    day = timezone.localdate() - timedelta(days=row["days_ago"])
    sent = timezone.make_aware(datetime.combine(day, time.fromisoformat(row["at"])))
    return Message(
        conversation=conversation,
        author=people[row["sender"]],
        body=row["text"],
        search_words=searchable(row["text"]),
        created_at=min(sent, timezone.now()),
    )


def add_participants(conversation, row, people, last) -> None:
    """Both have seen everything, but for the one who has not read the last message."""
    Participant.objects.bulk_create(
        Participant(
            conversation=conversation,
            user=people[name],
            seen_up_to=last - timedelta(seconds=name == row["unread_by"]),
            archived=row["status"] == "archived",
        )
        for name in (row["author"], row["initiator"])
    )
