"""One mail a day with every conversation that waits, for those who prefer it."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.mailing.letters import letter, message_id
from accounts.mailing.outbox import hand_over_once
from accounts.mailing.preferences import rhythm_of
from accounts.models import (
    MailEvent,
    NotificationKind,
    NotificationPreference,
    Rhythm,
    User,
)
from background.jobs import job

from ..mail_in.addresses import bounce_address
from ..models import Message, Participant
from ..models.conversations import SubqueryCount
from .messages import facts, readable
from .waiting import untold_of_row, with_news, with_photo_count

KIND = NotificationKind.MESSAGES


def queue_digests() -> None:
    """Queue today's mail of each person whose conversations wait, from the hour on.

    A day is named by its date in Nièvre: it has one mail, however often its hours
    come. Running this again, or twice at once, changes nothing.
    """
    now = timezone.localtime()
    if now.hour >= settings.DIGEST_HOUR:
        day = now.date().isoformat()
        for user_key in readers_of(day).values_list("pk", flat=True):
            send_digest.enqueue(user_key, day)


def readers_of(day: str):
    """Those who want one mail a day, did not get that of `day`, and have news."""
    mine = {"user": OuterRef("pk"), "kind": KIND}
    daily = NotificationPreference.objects.filter(**mine, rhythm=Rhythm.DAILY)
    told = MailEvent.objects.filter(**mine, subject=0, occasion=day)
    sides = with_news().filter(user=OuterRef("pk"))
    return User.objects.filter(Exists(daily), ~Exists(told), Exists(sides))


@job
def send_digest(user_key: int, day: str) -> None:
    """Send the mail of one day, unless it was all read meanwhile."""
    sides = sides_to_tell(user_key)
    if not sides or replaced(day):
        return
    user = sides[0].user
    if rhythm_of(user, KIND) != Rhythm.DAILY:
        return
    what = {"user": user, "kind": KIND, "occasion": day}
    if event := MailEvent.objects.claim(**what):
        hand_over_once(event, mail_of_day(user, day, sides), lambda: mark(sides))
    elif MailEvent.objects.filter(**what, handed_over_at=None).exists():
        lease = timedelta(seconds=settings.MAIL_LEASE_SECONDS)
        send_digest.using(run_after=timezone.now() + lease).enqueue(user_key, day)


def replaced(day: str) -> bool:
    """Whether the mail of a later day tells it all: this one could not leave."""
    now = timezone.localtime()
    return day < now.date().isoformat() and now.hour >= settings.DIGEST_HOUR


def sides_to_tell(user_key: int) -> list[Any]:
    """Return the sides with `count`, `newest` (key) and `last`: what is untold."""
    waiting = untold_of_row()
    newest = waiting.order_by("-created_at")
    return list(
        with_news()
        .filter(user=user_key)
        .annotate(
            count=SubqueryCount(waiting.order_by()),
            newest=Subquery(newest.values("pk")[:1]),
            last=Subquery(newest.values("created_at")[:1]),
        )
        .order_by("-last", "-pk")
    )


def mail_of_day(user: User, day: str, sides: list[Any]):
    keys = [side.newest for side in sides]
    newest = with_photo_count(Message.objects.all()).in_bulk(keys)
    threads = [
        facts(side) | readable(newest[side.newest]) | {"earlier": side.count - 1}
        for side in sides
        if side.newest in newest
    ]
    words = ngettext(
        "Un échange vous attend", "%(count)d échanges vous attendent", len(threads)
    )
    about = {"threads": threads, "subject": words % {"count": len(threads)}}
    mail = letter(
        user, KIND, "messaging/mails/digest.html", about, sender=bounce_address(user)
    )
    mail.extra_headers["Message-ID"] = message_id(user.public_id.hex, day)
    return mail


def mark(sides: list[Any]) -> None:
    """Keep that each side was told of everything up to its newest message."""
    for side in sides:
        side.notified_up_to = side.last
    Participant.objects.bulk_update(sides, ["notified_up_to"])
