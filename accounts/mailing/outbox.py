"""Sending a mail once: the claim, the handing over, the mark."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from background.mail import hand_over

from ..models import MailEvent


def hand_over_once(
    event: MailEvent, mail: EmailMessage, then: Callable[[], object] | None = None
) -> None:
    """Send the mail of an event that was claimed; mark it, and run `then` with that.

    A worker killed in between sends it a second time, once its claim has ended.
    """
    try:
        hand_over(mail)
    except BaseException:
        event.release()
        raise
    with transaction.atomic():
        event.mark()
        if then:
            then()


def forget_old_events() -> None:
    """Delete what says that a mail left, long after it could leave again."""
    kept = timedelta(days=settings.MAIL_EVENTS_KEPT_DAYS)
    MailEvent.objects.filter(created_at__lt=timezone.now() - kept).delete()
