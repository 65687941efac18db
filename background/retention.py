"""What rules about the age of rows share: they count, or delete."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus

from .jobs import queue


def before(days: float) -> datetime:
    return timezone.now() - timedelta(days=days)


def remove(rows: QuerySet, dry_run: bool = False) -> int:
    """Delete `rows`, or only count them; return how many."""
    if dry_run:
        return rows.count()
    return rows.delete()[1].get(rows.model._meta.label, 0)


def forget_jobs(dry_run: bool = False) -> int:
    """Delete the jobs that are over: their rows hold the mail that was sent."""
    kept = settings.RETENTION_DAYS
    finished = Q(
        status=TaskResultStatus.SUCCESSFUL,
        finished_at__lt=before(kept["finished_jobs"]),
    )
    failed = Q(
        status=TaskResultStatus.FAILED, finished_at__lt=before(kept["failed_jobs"])
    )
    return remove(queue().filter(finished | failed), dry_run)
