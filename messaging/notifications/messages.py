"""One mail per conversation, once its writer has been quiet for a while."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.mailing.letters import letter, message_id, signed_by
from accounts.mailing.outbox import hand_over_once
from accounts.mailing.preferences import rhythm_of
from accounts.models import MailEvent, NotificationKind, Rhythm
from background.jobs import job

from ..mail_in.addresses import bounce_address, reply_address
from ..models import Message, Participant
from .waiting import participant_to_tell, untold, with_photo_count, without_links

KIND = NotificationKind.MESSAGES
TEMPLATE = "messaging/mails/messages.html"


def notify_later(message: Message, participant: Participant) -> None:
    """Queue, with the message itself, the job that will tell its reader."""
    quiet = timedelta(seconds=settings.NOTIFY_QUIET_SECONDS)
    queue(participant, message.created_at + quiet)


def queue(participant: Participant, moment: datetime) -> None:
    tell_of_messages.using(run_after=moment).enqueue(participant.pk)


@job
def tell_of_messages(participant_key: int) -> None:
    """Send what is neither read nor told, unless it is too early or not wanted.

    Each message has its job: one that comes too early leaves it to a later one.
    """
    participant = participant_to_tell(participant_key)
    if participant and rhythm_of(participant.user, KIND) == Rhythm.AT_ONCE:
        waiting = untold(participant).aggregate(
            first=Min("created_at"), last=Max("created_at"), count=Count("pk")
        )
        if waiting["count"] and quiet_since(**waiting):
            tell_in_turn(participant, waiting)


def quiet_since(first: datetime, last: datetime, count: int) -> bool:
    """Whether the writer has stopped, or has been writing for too long to wait."""
    quiet = last + timedelta(seconds=settings.NOTIFY_QUIET_SECONDS)
    longest = first + timedelta(seconds=settings.NOTIFY_LONGEST_WAIT_SECONDS)
    return min(quiet, longest) <= timezone.now()


def tell_in_turn(participant: Participant, waiting: dict) -> None:
    """Send now; or later, when a mail just left or another worker is sending."""
    what = {"user": participant.user, "kind": KIND, "subject": participant.pk}
    last = MailEvent.objects.last_handed_over(**what)
    every = timedelta(seconds=settings.NOTIFY_EVERY_SECONDS)
    if last and last + every > timezone.now():
        queue(participant, last + every)
        return
    occasion = participant.notified_up_to.isoformat()
    event = MailEvent.objects.claim(**what, occasion=occasion)
    if event is None:
        lease = timedelta(seconds=settings.MAIL_LEASE_SECONDS)
        queue(participant, timezone.now() + lease)
        return
    told = Participant.objects.filter(
        pk=participant.pk, notified_up_to__lt=waiting["last"]
    )
    hand_over_once(
        event,
        mail_of_messages(participant, waiting),
        then=lambda: told.update(notified_up_to=waiting["last"]),
    )


def mail_of_messages(participant: Participant, waiting: dict):
    """Return the mail: who wrote what, about which listing, and one button."""
    told = untold(participant).filter(created_at__lte=waiting["last"])
    newest = with_photo_count(told).order_by("-created_at")
    shown = list(newest[: settings.NOTIFY_MESSAGES_SHOWN])[::-1]
    about = facts(participant) | {
        "shown": [readable(message) for message in shown],
        "earlier": waiting["count"] - len(shown),
    }
    about["subject"] = _("%(name)s vous écrit : %(title)s") % about
    mail = conversation_letter(participant, KIND, TEMPLATE, about)
    mail.extra_headers["From"] = signed_by(about["name"])
    stamp = f"{waiting['last']:%Y%m%d%H%M%S%f}"
    mail.extra_headers["Message-ID"] = message_id(*side(participant), stamp)
    return mail


def conversation_letter(participant: Participant, kind: str, template: str, about):
    """Return a letter that mail programs file with the others of the conversation."""
    mail = letter(
        participant.user,
        kind,
        template,
        about,
        sender=bounce_address(participant.user),
    )
    # The beginning is a mail that never left: all the others answer it.
    beginning = message_id(*side(participant))
    mail.extra_headers |= {"In-Reply-To": beginning, "References": beginning}
    mail.reply_to = [about["reply_to"]] if about["reply_to"] else []
    return mail


def side(participant: Participant) -> tuple[str, str]:
    """Name one side of a conversation, for headers that others read."""
    conversation = participant.conversation
    asked = participant.user_id == conversation.initiator_id
    return conversation.public_id.hex, "asker" if asked else "owner"


def facts(participant: Participant) -> dict:
    """What every mail about a conversation says; never an address or a number."""
    conversation = participant.conversation
    other = conversation.correspondent_of(participant.user)
    return {
        "name": other.display_name,
        "title": conversation.listing.title,
        "url": f"{settings.SITE_URL}{conversation.get_absolute_url()}",
        "reply_to": reply_address(participant),
    }


def readable(message: Any) -> dict:
    """Return what a mail shows of one message `with_photo_count()`."""
    report = reverse("notices:report")
    return {
        "body": without_links(message.body),
        "at": message.created_at,
        "photos": message.photo_count,
        "report_url": f"{settings.SITE_URL}{report}?message={message.public_id}",
    }
