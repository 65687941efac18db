"""Sending a mail once: the claim, the handing over, the mark."""

from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from background.mail import hand_over
from background.retention import before, remove

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


def forget_old_events(dry_run: bool = False) -> int:
    """Delete what says that a mail left, long after it could leave again."""
    moment = before(settings.MAIL_EVENTS_KEPT_DAYS)
    return remove(MailEvent.objects.filter(created_at__lt=moment), dry_run)
