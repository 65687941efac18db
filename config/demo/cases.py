"""What waits for the moderators of the demo."""

from datetime import timedelta
from functools import cache
from pathlib import Path

from django.utils import timezone

from messaging.models import Conversation, Message
from moderation.actions import open_case
from moderation.models import (
    Action,
    Appeal,
    Case,
    Decision,
    Ground,
    Notice,
    Screening,
    Urgency,
)
from moderation.targets import target_of
from territory.shipped import read_yaml

DATA = Path(__file__).parent / "cases.yaml"


@cache
def described() -> list[dict]:
    return read_yaml(DATA)["cases"]


def load_cases(listings, conversations, people) -> None:
    for row in described():
        add_case(row, listings, conversations, people)


def add_case(row, listings, conversations, people) -> None:
    at = timezone.now() - timedelta(hours=row["hours_ago"])
    item = item_of(row, listings, conversations, at)
    case = open_case(target_of(item), row.get("urgency", Urgency.WAITING))
    Case.objects.filter(pk=case.pk).update(opened_at=at)
    if found := row.get("findings"):
        Screening.objects.create(
            case=case, owner=case.owner, action="hold", findings=found, created_at=at
        )
    for notice in row.get("notices", []):
        add_notice(case, notice, people, at)
    if row.get("appeal"):
        add_appeal(case, row, at)


def item_of(row, listings, conversations, at):
    """Return the listing or message of a case, written here when it has words."""
    if "listing" in row:
        return listings[row["listing"]]
    conversation: Conversation = conversations[row["thread"]]
    if "text" not in row:
        return conversation.messages.all()[row["message"]]
    sides = {
        "initiator": conversation.initiator,
        "author": conversation.listing.author,
    }
    return Message.objects.create(
        conversation=conversation,
        author=sides[row["from"]],
        body=row["text"],
        state=row["state"],
        created_at=at,
    )


def add_notice(case, row, people, at) -> None:
    Notice.objects.create(
        case=case,
        reporter=people[row["reporter"]],
        address="/",
        ground=row["ground"],
        explanation=row["explanation"],
        in_good_faith=True,
        from_trusted=row.get("trusted", False),
        created_at=at,
    )


def add_appeal(case, row, at) -> None:
    """Let a rule have refused it, and its author contest that."""
    decision = Decision.objects.create(
        action=Action.REFUSE,
        ground=Ground.SCAM,
        facts=row["refused_for"],
        target_kind=case.target_kind,
        target_id=case.target_id,
        subject_line=case.subject_line,
        owner=case.owner,
        found_by_rule=True,
        is_automatic=True,
        decided_at=at - timedelta(hours=2),
    )
    Appeal.objects.create(
        case=case,
        decision=decision,
        author=case.owner,
        words=row["appeal"],
        created_at=at,
    )
