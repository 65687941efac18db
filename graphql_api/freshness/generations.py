"""Which state of the content the database is in."""

import secrets

from django.db import transaction

from database.statements import Statement

from .models import LARGEST, Change, Kind

# A sum of random tokens: no two states have the same, undone ones included.
SUMS = [
    f"CAST(SUM(token) FILTER (WHERE kind = '{kind}') AS bigint)" for kind in Kind.values
]
READ = Statement(f"SELECT {', '.join(SUMS)} FROM {Change._meta.db_table}", [], {})
PAGES = Kind.values.index(Kind.PAGES)
Generation = tuple


def generations(request) -> Generation:
    """Return what changes with any content, read once for `request`.

    Whoever keeps what it reads afterwards must have asked before reading.
    """
    known = getattr(request, "_generations", None)
    if known is None:
        known = request._generations = generations_now()
    return known


def generations_now() -> Generation:
    (sums,) = READ.run({})
    return tuple(sums)


def generation_of_pages(request) -> Generation:
    return (generations(request)[PAGES],)


def forget_changes() -> None:
    """Leave one row of each kind, a new one: reading goes through all of them."""
    with transaction.atomic():
        old = list(Change.objects.values_list("pk", flat=True))
        Change.objects.bulk_create(
            Change(kind=kind, token=secrets.randbelow(LARGEST)) for kind in Kind
        )
        Change.objects.filter(pk__in=old).delete()
