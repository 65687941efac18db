"""Jobs that come round: `BACKGROUND_SCHEDULE` declares them, one row each keeps time.

Each entry is `{"name": …, "run": dotted path, "args": […], "every": timedelta}`. The
apps above are only named there: this package imports none of them.
"""

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string

from .models import PeriodicJob

logger = logging.getLogger(__name__)


def run_due() -> int:
    """Run what is due, each job in one worker only; return how many ran here."""
    now = timezone.now()
    known = dict(PeriodicJob.objects.values_list("name", "due_at"))
    mine = [
        entry
        for entry in settings.BACKGROUND_SCHEDULE
        if known.get(entry["name"], now) <= now and take(entry, now)
    ]
    for entry in mine:
        run(entry)
    return len(mine)


def take(entry: dict[str, Any], now: datetime) -> bool:
    """Move the job on to its next time; false when another worker was faster."""
    PeriodicJob.objects.bulk_create(
        [PeriodicJob(name=entry["name"], due_at=now)], ignore_conflicts=True
    )
    due = PeriodicJob.objects.filter(name=entry["name"], due_at__lte=now)
    return bool(due.update(due_at=now + entry["every"], ran_at=now))


def run(entry: dict[str, Any]) -> None:
    """Run one job; a failure is kept on its row, and its next time is its next try."""
    row = PeriodicJob.objects.filter(name=entry["name"])
    try:
        import_string(entry["run"])(*entry.get("args", []))
    except Exception as error:
        logger.exception("Periodic job %s failed", entry["name"])
        row.update(failures=F("failures") + 1, error=type(error).__qualname__[:200])
    else:
        row.update(failures=0, error="")
