"""Which state of the content the database is in."""

import secrets

from django.db import transaction

from database.statements import Statement

from .models import LARGEST, Change, Kind

# A sum of random tokens: no two states have the same, undone ones included.
READ = Statement(
    f"SELECT kind, CAST(SUM(token) AS bigint) FROM {Change._meta.db_table}"
    " GROUP BY kind ORDER BY kind",
    [],
    {},
)
Generation = tuple


def generations(request) -> Generation:
    """Return what changes with any content, read once for `request`.

    Whoever keeps what it reads afterwards must have asked before reading.
    """
    known = getattr(request, "_generations", None)
    if known is None:
        known = request._generations = tuple(READ.run({}))
    return known


def generation_of_pages(request) -> Generation:
    return tuple(row for row in generations(request) if row[0] == Kind.PAGES)


def forget_changes() -> None:
    """Leave one row of each kind, a new one: reading goes through all of them."""
    with transaction.atomic():
        old = list(Change.objects.values_list("pk", flat=True))
        Change.objects.bulk_create(
            Change(kind=kind, token=secrets.randbelow(LARGEST)) for kind in Kind
        )
        Change.objects.filter(pk__in=old).delete()
