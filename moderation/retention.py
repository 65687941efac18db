"""Which rows of moderation end, and when: lines of the table of retention."""

from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from background.retention import before, remove

from .models import Appeal, AuditEvent, Case, Decision, Notice, PicturePrint, TextPrint
from .screening.traces import KEPT

PRINTS = (TextPrint, PicturePrint)


def forget_traces(dry_run: bool = False) -> int:
    """Delete what is too old to be compared with."""
    rows = [model.objects.filter(at__lt=before(KEPT.days)) for model in PRINTS]
    return sum(remove(old, dry_run) for old in rows)


def forget_reporters(dry_run: bool = False) -> int:
    """Separate notices from who sent them, once nothing can be contested any more."""
    named = Q(reporter__isnull=False) | ~Q(reporter_email="") | ~Q(reporter_name="")
    old = Notice.objects.filter(
        named,
        ~contested(notice=OuterRef("pk")),
        answered_at__lt=before(settings.APPEAL_DAYS),
    )
    if dry_run:
        return old.count()
    return old.update(reporter=None, reporter_name="", reporter_email="")


def forget_cases(dry_run: bool = False) -> int:
    """Delete closed cases with their notices, appeals, screenings and decisions.

    What somebody contests stays until they are answered.
    """
    days = settings.RETENTION_DAYS["decisions"]
    cases = Case.objects.filter(
        ~contested(decision__case=OuterRef("pk")),
        ~contested(notice__case=OuterRef("pk")),
        closed_at__lt=before(days),
    )
    decisions = Decision.objects.filter(
        Q(case__in=cases) | Q(case=None),
        ~contested(decision=OuterRef("pk")),
        ~contested(notice__decision=OuterRef("pk")),
    )
    decisions = decisions.filter(decided_at__lt=before(days))
    gone = remove(decisions, dry_run)
    return gone + remove(cases.exclude(decisions__isnull=False), dry_run)


def contested(**what: Any) -> Exists:
    """Whether an appeal about such a row waits for its answer."""
    return Exists(Appeal.objects.waiting().filter(**what).order_by())


def forget_audit(dry_run: bool = False) -> int:
    days = settings.RETENTION_DAYS["audit"]
    return remove(AuditEvent.objects.filter(at__lt=before(days)), dry_run)
