"""Active recipients of the service: article 24(2) of the Digital Services Act.

One number a month is kept, so that a report of long ago still finds its months; what
active means: `accounts/activity.py`. Visitors who do not sign in are not followed,
hence not counted.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.activity import active_since

from .models import MonthlyRecipients

SIX_MONTHS = timedelta(days=190)  # before a 1st of a month: six others, any year


def this_month() -> datetime:
    """Return its first moment in Nièvre."""
    now = timezone.localtime()
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0, fold=0)


def count_recipients() -> int:
    """Bring the number of this month up to now; return how many are seen active.

    It never goes down: who closes an account, or whose session ends, was active.
    """
    first = this_month()
    count = active_since(first).count()
    row, _is_new = MonthlyRecipients.objects.get_or_create(
        month=first.date(), defaults={"count": count}
    )
    MonthlyRecipients.objects.filter(pk=row.pk, count__lt=count).update(count=count)
    return count


def monthly_average(end: datetime) -> dict[str, int | None]:
    """Return the average of the six complete months before `end`, and its months.

    Months in which nothing was counted are left out: before the site ran, for one.
    """
    until = min(end, this_month()).date()
    rows = MonthlyRecipients.objects.filter(
        month__gt=until - SIX_MONTHS, month__lt=until
    )
    counts = list(rows.values_list("count", flat=True))
    average = round(sum(counts) / len(counts)) if counts else None
    return {"monthly_average": average, "months": len(counts)}
