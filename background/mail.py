"""Mail is a job: a row written with the change it tells of, sent by the worker."""

import logging
from base64 import b64decode, b64encode
from email import message, message_from_bytes, policy
from email.utils import make_msgid
from smtplib import SMTPRecipientsRefused
from typing import Any, cast

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.module_loading import import_string

from .jobs import job, queue
from .refusals import blames_address

logger = logging.getLogger(__name__)


class QueuedEmailBackend(BaseEmailBackend):
    """Django's e-mail backend that queues; `MAIL_TRANSPORT` then delivers."""

    def send_messages(self, email_messages):
        for mail in email_messages:
            # Fixed here, so that a second delivery is recognised as the same mail.
            mail.extra_headers.setdefault("Message-ID", make_msgid(domain="nievre"))
            raw = b64encode(mail.message().as_bytes(linesep="\r\n")).decode()
            deliver.enqueue(raw, mail.from_email, mail.recipients())
        return len(email_messages)


class SealedMessage(message.EmailMessage):
    """A parsed mail that goes out byte for byte, whatever line ends are asked for."""

    raw: bytes

    def as_bytes(self, unixfrom=False, policy=None, linesep=None):
        return self.raw


class RawMessage(EmailMessage):
    """A message already put in its final form."""

    def __init__(self, raw: bytes, sender: str, recipients: list[str]):
        super().__init__(from_email=sender, to=recipients)
        parsed = message_from_bytes(raw, SealedMessage, policy=policy.SMTP)
        self.parsed = cast(SealedMessage, parsed)
        self.parsed.raw = raw
        # A long accented subject starts on the next line, after a space.
        self.subject = (self.parsed["Subject"] or "").strip()
        self.body = body_of(self.parsed)

    def message(self, **kwargs):
        return self.parsed


def body_of(parsed) -> str:
    part = parsed.get_body(preferencelist=("plain", "html"))
    return part.get_content() if part else ""


@job
def deliver(raw: str, sender: str, recipients: list[str]) -> None:
    """Hand one mail to the transport; raises what the transport raises."""
    hand_over(RawMessage(b64decode(raw), sender, recipients))


@job
def forget(raw: str) -> None:
    """Send nothing: nobody must learn from the time it takes that nobody is there."""


def queue_for_nobody(mail: EmailMessage) -> None:
    """Do all that queueing `mail` would, without a recipient."""
    message: Any = mail.message()  # Django's, which takes `linesep`
    forget.enqueue(b64encode(message.as_bytes(linesep="\r\n")).decode())


def hand_over(mail: EmailMessage) -> None:
    """Send `mail` now, from a job that records it; raises what the transport raises.

    Except when its address does not exist: trying again would not help. What the apps
    above registered in `MAIL_REFUSED` is called with the address.
    """
    try:
        get_connection(settings.MAIL_TRANSPORT).send_messages([mail])
    except SMTPRecipientsRefused as error:
        if not all(blames_address(*said) for said in error.recipients.values()):
            raise
        logger.warning("A mail was refused for good: there is no such address.")
        for path in settings.MAIL_REFUSED:
            for address in mail.recipients():
                import_string(path)(address)


def forget_mail_to(address: str) -> None:
    """Delete the jobs that hold a mail to `address`, sent or not."""
    mails = queue().filter(task_path=deliver.module_path)
    mails = mails.annotate(words=Cast("args_kwargs", TextField()))
    mails.filter(words__icontains=f'"{address}"').delete()
