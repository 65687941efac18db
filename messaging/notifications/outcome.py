"""« Qu’est-ce que ça a donné ? »: asked once, some days after the last message."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.mailing.letters import message_id
from accounts.mailing.outbox import hand_over_once
from accounts.models import (
    MailEvent,
    NotificationKind,
    NotificationPreference,
    Rhythm,
)
from background.jobs import job

from ..models import Message, MessageState, Outcome, Participant
from .messages import conversation_letter, facts
from .waiting import reachable

KIND = NotificationKind.OUTCOME
SALT = "messaging.notifications.outcome"


def ask_outcomes() -> None:
    """Queue the question to each side of the conversations that fell silent.

    Who was asked is a row: running this again, or twice at once, asks nobody twice.
    """
    with transaction.atomic():
        for side in to_ask().exclude(Exists(asked())):
            row = {"user": side.user, "kind": KIND, "subject": side.pk}
            MailEvent.objects.bulk_create([MailEvent(**row)], ignore_conflicts=True)
            ask_outcome.enqueue(side.pk)


def to_ask():
    """Sides of conversations silent for some days, of which nothing is known yet."""
    now = timezone.now()
    silent = now - timedelta(days=settings.OUTCOME_AFTER_DAYS)
    latest = silent - timedelta(days=settings.OUTCOME_LATEST_DAYS)
    thread = OuterRef("conversation")
    known = Participant.objects.filter(conversation=thread).exclude(outcome="")
    said = Message.objects.filter(conversation=thread, state=MessageState.DELIVERED)
    declined = NotificationPreference.objects.filter(
        user=OuterRef("user"), kind=KIND, rhythm=Rhythm.NONE
    )
    return reachable().filter(
        Exists(said),
        ~Exists(known),
        ~Exists(declined),
        conversation__last_message_at__gt=latest,
        conversation__last_message_at__lte=silent,
    )


def asked():
    return MailEvent.objects.filter(
        user=OuterRef("user"), kind=KIND, subject=OuterRef("pk")
    )


@job
def ask_outcome(participant_key: int) -> None:
    """Ask one side, unless there is nothing to ask any more."""
    side = to_ask().filter(pk=participant_key).first()
    what = {"kind": KIND, "subject": participant_key}
    if side is None:  # they wrote again, or said so: the question may come up later
        MailEvent.objects.filter(**what, handed_over_at=None).delete()
        return
    what["user"] = side.user
    if event := MailEvent.objects.claim(**what):
        hand_over_once(event, mail_of_outcome(side))
    elif MailEvent.objects.filter(**what, handed_over_at=None).exists():
        lease = timedelta(seconds=settings.MAIL_LEASE_SECONDS)
        ask_outcome.using(run_after=timezone.now() + lease).enqueue(participant_key)


def mail_of_outcome(side: Participant):
    answer = answer_url(side)
    about = facts(side) | {
        "done_url": f"{answer}?reponse={Outcome.DONE}",
        "not_done_url": f"{answer}?reponse={Outcome.NOT_DONE}",
        "days": settings.OUTCOME_LINK_DAYS,
    }
    about["subject"] = _("Qu’est-ce que ça a donné ? %(title)s") % about
    mail = conversation_letter(side, KIND, "messaging/mails/outcome.html", about)
    thread = side.conversation.public_id
    mail.extra_headers["Message-ID"] = message_id(thread.hex, side.pk, KIND)
    return mail


def answer_url(side: Participant) -> str:
    """Return the full address where this person, and only they, can answer."""
    who = [side.conversation.public_id.hex, side.user.public_id.hex]
    token = signing.dumps(who, salt=SALT)
    return f"{settings.SITE_URL}{reverse('messaging:say_outcome', args=[token])}"


def side_of(token: str) -> Participant:
    """Return who answers about what.

    Raises `signing.SignatureExpired`, or `signing.BadSignature` for any other reason.
    """
    seconds = timedelta(days=settings.OUTCOME_LINK_DAYS).total_seconds()
    thread, person = signing.loads(token, salt=SALT, max_age=int(seconds))
    side = Participant.objects.filter(
        conversation__public_id=thread, user__public_id=person, user__is_active=True
    )
    both = ("conversation__initiator", "conversation__listing__author")
    found = side.select_related("user", *both).first()
    if found is None:
        raise signing.BadSignature("This conversation is gone.")
    return found
