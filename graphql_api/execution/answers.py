"""Whole answers, kept until what they were read from changes.

Only those that anyone may see. The state of the content is read from the database for
each request, before the answer is looked up: what any process committed is in the next
answer of all.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson
from django.conf import settings
from django.db.models import Min
from django.http import HttpRequest
from django.utils import timezone

from listings.models import Listing

from ..freshness.generations import Generation, generations
from ..freshness.kept import Kept
from ..requests import Asked
from .structure import Structure

# Fields of the root that read what no trigger watches.
UNWATCHED = {"notice"}
NEVER = datetime.max.replace(tzinfo=UTC)
LARGEST = 64 * 1024  # bytes of one answer
TERMS: Kept[datetime] = Kept(4)
ANSWERS: Kept["Answer"] = Kept(500)


@dataclass(frozen=True)
class Answer:
    """The bytes of an answer, their ETag, and when time alone makes them wrong."""

    body: bytes
    tag: str
    ends: datetime


@dataclass(frozen=True)
class Place:
    """Where the answer to one question is kept, in one state of the content."""

    generation: Generation
    text: str
    operation: str | None
    variables: bytes

    @classmethod
    def of(cls, request: HttpRequest, structure: Structure, asked: Asked):
        """Return the place of an answer; None for one that is not for everybody."""
        if not settings.GRAPHQL_KEEP_ANSWERS or request.user.is_authenticated:
            return None
        if UNWATCHED & structure.roots:
            return None
        variables = orjson.dumps(asked.variables, option=orjson.OPT_SORT_KEYS)
        name = asked.operation_name
        return cls(generations(request), structure.text, name, variables)

    def found(self) -> Answer | None:
        known = ANSWERS.get(self)
        return known if known and timezone.now() < known.ends else None

    def keep(self, body: bytes) -> None:
        if len(body) <= LARGEST:
            term = next_term(self.generation)
            ANSWERS.keep(self, Answer(body, tag_of(body), term))


def tag_of(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def next_term(generation: Generation) -> datetime:
    """Return when the next listing leaves the site by itself."""
    known = TERMS.get(generation)
    if known is None or known <= timezone.now():
        live = Listing.objects.live()
        term = live.aggregate(term=Min("expires_at"))["term"]
        known = TERMS.keep(generation, term or NEVER)
    return known
