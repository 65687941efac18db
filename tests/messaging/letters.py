"""Mail as the worker sends it, at a moment to come."""

import re
from datetime import timedelta

from django.core import mail
from django.core.management import call_command
from django.utils import timezone


def work():
    call_command("work", once=True, verbosity=0)


def sent_after(time_machine, **span):
    """Let time pass, run the worker, return the mails that left meanwhile."""
    time_machine.move_to(timezone.now() + timedelta(**span))
    before = len(mail.outbox)
    work()
    return mail.outbox[before:]


def header(sent, name):
    return sent.message()[name]


def html_of(sent):
    ((content, _kind),) = sent.alternatives
    return content


def stop_link(sent):
    """Return the path that `List-Unsubscribe` leads to."""
    return re.fullmatch(
        r"<http://127.0.0.1:8000(/.+)>", header(sent, "List-Unsubscribe")
    )[1]
