"""Home page and sections, read once until editors change a page."""

import graphene
from django.db.models import Q
from wagtail.models import Page

from cms.pages import EditorialPageQuerySet, knowing_their_site
from graphql_api.addresses import whole
from graphql_api.freshness.generations import generation_of_pages
from graphql_api.freshness.kept import Kept

SHELVES: Kept[dict[str, Page]] = Kept(4)


class PageLink(graphene.ObjectType):
    """The name and the address of a page: page(path:) gives the rest."""

    title = graphene.String(required=True, description="As in the heading of the page.")
    path = graphene.String(required=True, description="The argument of page(path:).")
    url = graphene.String(
        required=True, description="Whole address, to open in a browser."
    )

    def resolve_path(self, info):
        return path_of(self)

    def resolve_url(self, info):
        return whole(path_of(self))


def path_of(page: Page) -> str:
    """Return the path of `page`, worked out once for as long as it is kept."""
    known = vars(page)
    if "_path" not in known:
        known["_path"] = page.url
    return known["_path"]


def shelves(info) -> dict[str, Page]:
    """Return home page and sections that anyone may read, by place in the tree."""
    return SHELVES.get_or_make(generation_of_pages(info.context), read_shelves)


def read_shelves() -> dict[str, Page]:
    rows = EditorialPageQuerySet(Page).live().public().order_by("path")
    kinds = Q(homepage__isnull=False) | Q(sectionpage__isnull=False)
    return {page.path: page for page in knowing_their_site(rows.filter(kinds))}


def above(info, page: Page) -> list[Page]:
    ends = range(Page.steplen, len(page.path), Page.steplen)
    known = shelves(info)
    return [known[page.path[:end]] for end in ends if page.path[:end] in known]


def inside(info, page: Page) -> list[Page]:
    return [one for one in shelves(info).values() if one.is_child_of(page)]
