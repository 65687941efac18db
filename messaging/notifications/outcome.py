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
from .messages import conversation_letter, facts, side
from .waiting import reachable

KIND = NotificationKind.OUTCOME
TEMPLATE = "messaging/mails/outcome.html"
SALT = "messaging.notifications.outcome"


def ask_outcomes() -> None:
    """Queue the question to each side of the conversations that fell silent.

    Who was asked is a row: running this again, or twice at once, asks nobody twice.
    """
    with transaction.atomic():
        for one in to_ask().exclude(Exists(asked())):
            row = {"user": one.user, "kind": KIND, "subject": one.pk}
            MailEvent.objects.bulk_create([MailEvent(**row)], ignore_conflicts=True)
            ask_outcome.enqueue(one.pk)


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
    asked_one = to_ask().filter(pk=participant_key).first()
    what = {"kind": KIND, "subject": participant_key}
    if (
        asked_one is None
    ):  # they wrote again, or said so: the question may come up later
        MailEvent.objects.filter(**what, handed_over_at=None).delete()
        return
    what["user"] = asked_one.user
    if event := MailEvent.objects.claim(**what):
        hand_over_once(event, mail_of_outcome(asked_one))
    elif MailEvent.objects.filter(**what, handed_over_at=None).exists():
        lease = timedelta(seconds=settings.MAIL_LEASE_SECONDS)
        ask_outcome.using(run_after=timezone.now() + lease).enqueue(participant_key)


def mail_of_outcome(participant: Participant):
    answer = answer_url(participant)
    about = facts(participant) | {
        "done_url": f"{answer}?reponse={Outcome.DONE}",
        "not_done_url": f"{answer}?reponse={Outcome.NOT_DONE}",
        "days": settings.OUTCOME_LINK_DAYS,
    }
    about["subject"] = _("Qu’est-ce que ça a donné ? %(title)s") % about
    mail = conversation_letter(participant, KIND, TEMPLATE, about)
    mail.extra_headers["Message-ID"] = message_id(*side(participant), KIND)
    return mail


def answer_url(participant: Participant) -> str:
    """Return the full address where this person, and only they, can answer."""
    who = [participant.conversation.public_id.hex, participant.user.public_id.hex]
    token = signing.dumps(who, salt=SALT)
    return f"{settings.SITE_URL}{reverse('messaging:say_outcome', args=[token])}"


def side_of(token: str) -> Participant:
    """Return who answers about what.

    Raises `signing.SignatureExpired`, or `signing.BadSignature` for any other reason.
    """
    seconds = timedelta(days=settings.OUTCOME_LINK_DAYS).total_seconds()
    thread, person = signing.loads(token, salt=SALT, max_age=int(seconds))
    rows = Participant.objects.filter(
        conversation__public_id=thread,
        user__public_id=person,
        user__is_active=True,
        user__is_suspended=False,
    )
    both = ("conversation__initiator", "conversation__listing__author")
    found = rows.select_related("user", *both).first()
    if found is None:
        raise signing.BadSignature("This conversation is gone.")
    return found
