"""Mail as the worker sends it, at a moment to come."""

import re
from datetime import timedelta

from django.core import mail
from django.utils import timezone

from background.jobs import queue, retry_failed
from background.management.commands.work import worker_of_the_queue
from background.schedule import run_due


def work():
    """Do what the worker does, inside the transaction of the test."""
    run_due()
    retry_failed()
    worker = worker_of_the_queue()
    while row := queue().ready().first():
        row.claim(worker.worker_id)
        worker.run_task(row)


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
