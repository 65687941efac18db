"""Whether an answer may be kept, and for how long.

Only those that anyone may see, until what they were read from changes:
`kept_answers.py` keeps them.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db.models import Min
from django.http import HttpRequest
from django.utils import timezone

from listings.models import Listing

from ..freshness.generations import Generation, generations
from ..freshness.kept import Kept
from .structure import Structure

# Fields of the root that read what no trigger watches.
UNWATCHED = {"notice"}
NEVER = datetime.max.replace(tzinfo=UTC)
TERMS: Kept[datetime] = Kept(4)


@dataclass(frozen=True)
class Lasting:
    """An answer of everybody's, read in one state of the content.

    `ends` is when time alone makes it wrong: a listing leaves the site by itself.
    """

    generation: Generation
    ends: datetime
    cost: int

    @classmethod
    def of(cls, request: HttpRequest, structure: Structure, cost: int):
        """Ask for state and term before reading; None for what is not everybody's."""
        if not settings.GRAPHQL_KEEP_ANSWERS or request.user.is_authenticated:
            return None
        if UNWATCHED & structure.roots:
            return None
        generation = generations(request)
        return cls(generation, next_term(generation), cost)


def next_term(generation: Generation) -> datetime:
    known = TERMS.get(generation)
    if known is None or known <= timezone.now():
        live = Listing.objects.live()
        term = live.aggregate(term=Min("expires_at"))["term"]
        known = TERMS.keep(generation, term or NEVER)
    return known
