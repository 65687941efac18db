"""A conversation silent for nearly a year: its people are told before it is deleted.

Nobody declines this mail, nor loses it by muting or blocking: it is the last moment to
keep a copy of what is theirs. Who left the conversation gave it up.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.mailing.letters import send_anyway
from accounts.models import User

from ..actions.turns import wait_for_people
from ..models import Participant

TEMPLATE = "messaging/mails/ending.html"
SHOWN = 20  # in one mail; the others are counted


def warn_of_endings() -> None:
    """Tell each person, in one mail, of the conversations that are about to go.

    What is told is marked with its mail, one person after the other: running this
    again, or twice at once, tells nobody twice.
    """
    untold = Participant.objects.ending_before(horizon()).untold_of_end()
    for key in set(untold.values_list("user", flat=True)):
        warn(key)


def horizon() -> datetime:
    """Return up to which term people are told: to the end of a week, not each day."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    next_monday = today + timedelta(days=7 - today.weekday())
    return next_monday + timedelta(days=settings.CONVERSATION_WARNING_DAYS)


@transaction.atomic
def warn(key: int) -> None:
    person = wait_for_people(User(pk=key))[key]
    mine = Participant.objects.filter(user=person).ending_before(horizon())
    sides = list(mine.untold_of_end().with_conversation())
    now = timezone.now()
    for side in sides:
        side.end_told_at = now
    Participant.objects.bulk_update(sides, ["end_told_at"])
    if kept := [side for side in sides if side.left_at is None]:
        write_to(person, kept)


def write_to(person: User, sides: list[Participant]) -> None:
    sides = sorted(sides, key=lambda side: (side.ends_at, side.pk))
    words = ngettext(
        "Un échange sera bientôt effacé",
        "%(count)d échanges seront bientôt effacés",
        len(sides),
    )
    about = {
        "subject": words % {"count": len(sides)},
        "threads": [facts(side) for side in sides[:SHOWN]],
        "others": max(0, len(sides) - SHOWN),
        "data_url": f"{settings.SITE_URL}{reverse('account_data')}",
    }
    send_anyway(person, TEMPLATE, about)


def facts(side: Participant) -> dict[str, Any]:
    conversation = side.conversation
    return {
        "name": conversation.correspondent_of(side.user).display_name,
        "title": conversation.listing.title,
        "url": f"{settings.SITE_URL}{conversation.get_absolute_url()}",
        "ends_at": side.ends_at,
    }
