"""Jobs that are tried again: django-tasks-db keeps the rows, this adds the second try.

A job runs at least once, so its effect must bear repetition.
"""

import logging
from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.db.models import Case, F, Min, Q, When
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult, get_date_max

logger = logging.getLogger(__name__)


def job(function):
    """Make `function` a task of the "queue" backend: `function.enqueue(...)`.

    Its arguments must be JSON. A failure is put right by `retry_failed()`.
    """

    @wraps(function)
    def run(*args, **kwargs):
        return function(*args, **kwargs)

    return task(backend="queue")(run)


def attempts(row: DBTaskResult) -> int:
    """Return how many times a worker took the job up."""
    return len(row.worker_ids)


def retry_failed() -> int:
    """Queue failed jobs again, each later than the last time; return how many.

    The wait doubles from `BACKGROUND_FIRST_RETRY_SECONDS` up to
    `BACKGROUND_LONGEST_RETRY_SECONDS`. A job that failed `BACKGROUND_MAX_ATTEMPTS`
    times stays failed: it is stuck.
    """
    retried = 0
    for row in queue().failed():
        if attempts(row) < settings.BACKGROUND_MAX_ATTEMPTS:
            retried += queue_again(row, wait_after(attempts(row)))
    return retried


def wait_after(tries: int) -> timedelta:
    doubled = settings.BACKGROUND_FIRST_RETRY_SECONDS * 2 ** (tries - 1)
    return timedelta(seconds=min(doubled, settings.BACKGROUND_LONGEST_RETRY_SECONDS))


def take_up_abandoned() -> int:
    """Queue again the jobs whose worker was killed; return how many."""
    limit = timedelta(seconds=settings.BACKGROUND_ABANDONED_AFTER_SECONDS)
    old = queue().running().filter(started_at__lt=timezone.now() - limit)
    return sum(queue_again(row, timedelta()) for row in old)


def queue_again(row: DBTaskResult, wait: timedelta) -> int:
    """Make `row` ready unless another process moved it meanwhile."""
    unchanged = DBTaskResult.objects.filter(
        pk=row.pk, status=row.status, started_at=row.started_at
    )
    return unchanged.update(
        status=TaskResultStatus.READY, run_after=timezone.now() + wait
    )


def stuck():
    """Jobs that used up their tries: somebody has to look at them."""
    rows = queue().failed().order_by(F("finished_at").desc())
    return [row for row in rows if attempts(row) >= settings.BACKGROUND_MAX_ATTEMPTS]


def seconds_late() -> int:
    """Return for how long the oldest due job has been waiting for a worker."""
    at_once = When(run_after=get_date_max(), then=F("enqueued_at"))
    due = Min(Case(at_once, default=F("run_after")))
    oldest = queue().ready().aggregate(due=due)["due"]
    return int((timezone.now() - oldest).total_seconds()) if oldest else 0


def queue():
    return DBTaskResult.objects.filter(backend_name="queue")


def troubled():
    """Jobs that failed, that nobody takes up or that never end, the newest first."""
    patience = timedelta(seconds=settings.BACKGROUND_LATE_AFTER_SECONDS)
    long_ago = timezone.now() - patience
    # Without a time of its own, a row's `run_after` lies in the year 9999.
    waiting = Q(run_after__lt=long_ago) | Q(run_after=get_date_max())
    return (
        queue()
        .filter(
            Q(status=TaskResultStatus.FAILED)
            | Q(waiting, status=TaskResultStatus.READY, enqueued_at__lt=long_ago)
            | Q(status=TaskResultStatus.RUNNING, started_at__lt=long_ago)
        )
        .defer("args_kwargs", "return_value", "traceback")  # they hold whole mails
        .order_by("-enqueued_at", "pk")
    )
