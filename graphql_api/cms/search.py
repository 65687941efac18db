"""One list of all that holds the words: pages first, then listings."""

from collections.abc import Iterator
from functools import partial

import graphene
from django.db.models import QuerySet

from cms.search import matching_pages
from graphql_api.addresses import whole
from graphql_api.listings.queries import NEWEST
from graphql_api.listings.types import Listing
from graphql_api.pagination import (
    MAX_COUNT,
    CountedConnection,
    Edge,
    PageInfo,
    Paging,
    capped_count,
    page_size,
    strange_cursor,
)
from listings.search import stems

from .types import EDITORS_ORDER, Page, share_bodies


class SearchHitKind(graphene.Enum):
    """What was found."""

    PAGE = "page"
    LISTING = "listing"

    @property
    def description(self):
        return f"`{self.value}` holds it."


class SearchHit(graphene.ObjectType):
    """A page or a listing that holds the words."""

    kind = SearchHitKind(required=True, description="Which of the two was found.")
    title = graphene.String(required=True, description="Of the page or the listing.")
    url = graphene.String(
        required=True, description="Whole address, to open in a browser."
    )
    page = graphene.Field(Page, description="Null for a listing.")
    listing = graphene.Field(Listing, description="Null for a page.")

    def resolve_title(self, info):
        return (self.page or self.listing).title

    def resolve_url(self, info):
        return whole(self.page.url if self.page else self.listing.get_absolute_url())


class SearchConnection(CountedConnection):
    """A page of what was found."""

    class Meta:
        node = SearchHit
        name = "SearchConnection"


Source = tuple[str, QuerySet, list[str]]


class SearchQueries(graphene.ObjectType):
    search = graphene.Field(
        SearchConnection,
        required=True,
        description="Pages, in the editors' order, then listings, newest first.",
        words=graphene.String(
            required=True, description="French words, all of them wanted."
        ),
        first=graphene.Int(description="At most 50; 20 without it."),
        after=graphene.String(description="A cursor of this same list."),
    )

    def resolve_search(self, info, words, first=None, after=None):
        lists = sources(info, words)
        size = page_size(first, None)
        edges = list(hits(lists, after, size + 1))
        share_bodies([edge.node.page for edge in edges if edge.node.page])
        info = PageInfo(edges[:size], len(edges) > size, after is not None)
        answer = SearchConnection(edges=info.edges, page_info=info)
        counts = (capped_count(rows) for _kind, rows, _order in lists)
        answer.count = lambda: min(sum(counts), MAX_COUNT + 1)
        return answer


def sources(info, words: str) -> list[Source]:
    words = words.replace("\x00", "")
    if not stems(words):
        return []
    pages = matching_pages(words).live().public().with_card_data()
    listings = Listing.get_queryset(info).live().matching(words)
    return [("page", pages, EDITORS_ORDER), ("listing", listings, NEWEST)]


def hits(lists: list[Source], after: str | None, wanted: int) -> Iterator:
    """Yield at most `wanted` edges; a cursor tells its list, then its place there."""
    kinds = [kind for kind, _rows, _order in lists]
    begun, _colon, cursor = (after or "").partition(":")
    if after is not None and lists and begun not in kinds:
        raise strange_cursor()
    start = kinds.index(begun) if begun in kinds else 0
    for kind, rows, order in lists[start:]:
        after = cursor if kind == begun else None
        paging = Paging(order, f"{kind}s that hold words", after=after)
        for row in paging.narrowed(rows)[:wanted]:
            wanted -= 1
            node = SearchHit(kind=kind, **{kind: row})
            yield Edge(node, partial(place_of, kind, paging, row))


def place_of(kind: str, paging: Paging, row) -> str:
    return f"{kind}:{paging.cursor(row)}"
