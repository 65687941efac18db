"""What a participant is told about a mail that did not simply become a message.

It goes to the address they confirmed, never to the one the mail came from, and gives
the text back.
"""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.mailboxes import can_be_mailed
from accounts.models import User
from messaging.models import InboundMail, Participant

from .addresses import bounce_address

SENT = "sent"  # the outcome of a mail that needs no notice


class CannotTellError(Exception):
    """The participant cannot be told: whoever sends is, by their own server."""


def tell_not_sent(participant: Participant, reason: str, text: str) -> None:
    """Say why nothing was sent, with the `text` that somebody wrote, or raise."""
    if not tell(participant, _("Votre réponse n’a pas été envoyée"), reason, text):
        raise CannotTellError


def tell_waiting(participant: Participant, text: str) -> None:
    reason = _(
        "Votre message est enregistré. Il sera relu avant d’être remis à l’autre "
        "personne : vous n’avez rien à faire."
    )
    tell(participant, _("Votre réponse attend une relecture"), reason, text)


def tell_without_attachments(participant: Participant, text: str) -> None:
    reason = _(
        "Votre message est envoyé, mais sans ce que vous y aviez joint : les photos et "
        "les documents ne peuvent pas encore être reçus par courriel."
    )
    tell(
        participant,
        _("Votre réponse est envoyée sans les pièces jointes"),
        reason,
        text,
    )


def tell(participant: Participant, subject: str, reason: str, text: str) -> bool:
    """Queue the notice, unless the address fails or was told enough in this hour."""
    user, conversation = participant.user, participant.conversation
    if not can_be_mailed(user) or told_enough(user):
        return False
    context = {
        "reason": reason,
        "lines": text[: settings.MAIL_IN_LIMITS["given_back"]].split("\n"),
        "title": conversation.listing.title,
        "url": f"{settings.SITE_URL}{conversation.get_absolute_url()}",
    }
    EmailMessage(
        subject=subject,
        body=render_to_string("messaging/mail_in/notice.txt", context),
        from_email=bounce_address(user),  # of the envelope
        to=[user.email],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Auto-Submitted": "auto-replied",
            "X-Loop": settings.REPLY_DOMAIN,
        },
    ).send()
    return True


def told_enough(user: User) -> bool:
    hour_ago = timezone.now() - timedelta(hours=1)
    recent = InboundMail.objects.filter(
        participant__user=user, received_at__gt=hour_ago
    )
    limit = settings.MAIL_IN_LIMITS["notices_per_hour"]
    return recent.exclude(outcome__in=["", SENT]).count() >= limit
