"""What who reported is told; queued with the notice, or with its answer."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from ..models import Appeal, Notice


def tell_received(notice: Notice) -> None:
    send(notice, _("Votre signalement %(number)s est reçu"), "received")


def tell_answered(notice: Notice) -> None:
    """Say what was decided, why, and how to contest it."""
    send(notice, _("Réponse à votre signalement %(number)s"), "answered")


def tell_contested(appeal: Appeal) -> None:
    """Acknowledge that an answer is contested, and say who will answer again."""
    subject = _("Votre contestation %(number)s est reçue")
    send(appeal.notice, subject, "contested", appeal)


def tell_contest_answered(appeal: Appeal) -> None:
    """Give the answer of somebody else, with reasons again."""
    subject = _("Réponse à votre contestation %(number)s")
    send(appeal.notice, subject, "contest_answered", appeal)


def send(
    notice: Notice | None, subject: str, template: str, appeal: Appeal | None = None
) -> None:
    """Write to who reported; nobody when they gave no address or it bounced."""
    assert notice is not None
    if not notice.email or (notice.reporter and notice.reporter.mail_bounced_at):
        return
    facts = {
        "notice": notice,
        "appeal": appeal,
        "url": f"{settings.SITE_URL}{notice.get_absolute_url()}",
        "moderation": settings.MODERATION_EMAIL,
    }
    EmailMessage(
        subject=subject % {"number": notice.spoken_number},
        body=render_to_string(f"moderation/notices/mails/{template}.txt", facts),
        to=[notice.email],
        reply_to=[settings.MODERATION_EMAIL],
    ).send()
