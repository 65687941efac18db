"""What who reported is told; queued with the notice, or with its answer."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from ..models import Notice


def tell_received(notice: Notice) -> None:
    send(notice, _("Votre signalement %(number)s est reçu"), "received")


def tell_answered(notice: Notice) -> None:
    """Say what was decided, why, and how to contest it."""
    send(notice, _("Réponse à votre signalement %(number)s"), "answered")


def send(notice: Notice, subject: str, template: str) -> None:
    """Write to who reported; nobody when they gave no address or it bounced."""
    if not notice.email or (notice.reporter and notice.reporter.mail_bounced_at):
        return
    facts = {
        "notice": notice,
        "url": f"{settings.SITE_URL}{notice.get_absolute_url()}",
        "moderation": settings.MODERATION_EMAIL,
    }
    EmailMessage(
        subject=subject % {"number": notice.spoken_number},
        body=render_to_string(f"moderation/notices/mails/{template}.txt", facts),
        to=[notice.email],
        reply_to=[settings.MODERATION_EMAIL],
    ).send()
