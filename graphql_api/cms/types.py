from collections.abc import Callable
from typing import Any
from uuid import UUID

import graphene
from django.db.models import prefetch_related_objects
from graphene import relay
from wagtail.models import Page as AnyPage

from cms import models
from cms.bodies import Bodies
from cms.pages import CARD_DATA, EditorialPageQuerySet, knowing_their_site
from graphql_api.addresses import whole
from graphql_api.freshness.generations import generation_of_pages
from graphql_api.freshness.kept import Kept
from graphql_api.pagination import CountedConnection, paginate, paging_arguments

from .blocks import Block, blocks_of
from .media import Image
from .tree import PageLink, above, inside, path_of

EDITORS_ORDER = ["path"]


class Page(graphene.Interface):
    """A page of the site that anyone may read."""

    id = graphene.ID(
        required=True, description="Opaque; opens page(id:) and node(id:)."
    )
    title = graphene.String(required=True, description="As in the heading of the page.")
    path = graphene.String(required=True, description="The argument of page(path:).")
    url = graphene.String(
        required=True, description="Whole address, to open in a browser."
    )
    introduction = graphene.String(
        required=True, description="A sentence or two, without marks; may be empty."
    )
    seo_title = graphene.String(
        required=True,
        description="For the title of the document; `title` unless editors chose one.",
    )
    seo_description = graphene.String(
        required=True,
        description="For search engines; `introduction` unless editors chose one.",
    )
    published_at = graphene.DateTime(description="For the first time.")
    updated_at = graphene.DateTime(description="When it was last published.")
    section = graphene.Field(PageLink, description="The section it stands in.")
    breadcrumbs = graphene.List(
        graphene.NonNull(PageLink),
        required=True,
        description="From the home page down to the page above.",
    )

    @classmethod
    def resolve_type(cls, instance, info):
        return PAGE_TYPES[type(instance)]

    def resolve_path(self, info):
        return path_of(self)

    def resolve_url(self, info):
        return whole(path_of(self))

    def resolve_seo_title(self, info):
        return self.seo_title or self.title

    def resolve_seo_description(self, info):
        return self.search_description or self.introduction

    def resolve_published_at(self, info):
        return self.first_published_at

    def resolve_updated_at(self, info):
        return self.last_published_at

    def resolve_section(self, info):
        chain = above(info, self)
        return chain[-1] if len(chain) > 1 else None

    def resolve_breadcrumbs(self, info):
        return above(info, self)


class PageNode:
    """What every type of page does to be found under its public id."""

    translation_key: UUID
    _meta: Any

    def resolve_id(self, info):
        return self.translation_key

    @classmethod
    def get_node(cls, info, key):
        try:
            wanted = UUID(key)
        except ValueError:
            return None

        def find():
            rows = EditorialPageQuerySet(cls._meta.possible_types[0]).live().public()
            return rows.filter(translation_key=wanted)

        return kept_page(info, ("id", cls._meta.name, wanted), find)


class InfoPage(PageNode, graphene.ObjectType):
    """One piece of information, on which residents can act."""

    picture = graphene.Field(
        Image, description="Shown above the body; null when there is none."
    )
    body = graphene.List(
        graphene.NonNull(Block), required=True, description="Blocks in reading order."
    )
    featured = graphene.Boolean(required=True, description="Shown on the home page.")
    version_date = graphene.Date(
        description="Of the rules of the site: the day they last changed."
    )

    class Meta:
        interfaces = [Page, relay.Node]
        possible_types = (models.InfoPage,)

    def resolve_body(self, info):
        if not hasattr(self, "blocks"):
            self.blocks = blocks_of(
                self, getattr(self, "bodies", None) or Bodies([self])
            )
        return self.blocks


PAGES: Kept[AnyPage] = Kept(500)


def kept_page(info, key: tuple, find: Callable[[], EditorialPageQuerySet]):
    """Return a page, with what its body names, read once until editors change any.

    All requests share it: nobody may change it.
    """
    key = (generation_of_pages(info.context), *key)
    return PAGES.get_or_make(key, lambda: whole_page(find().specific().first()))


def whole_page(page: AnyPage | None) -> AnyPage | None:
    if isinstance(page, models.InfoPage):
        prefetch_related_objects([page], *CARD_DATA)
        share_bodies([page])
    return page and knowing_their_site([page])[0]


class PageConnection(CountedConnection):
    """A page of information pages."""

    class Meta:
        node = Page
        name = "PageConnection"


def page_list(rows, paging: dict) -> PageConnection:
    """Return one page of information pages, whose bodies are read together."""
    rows = rows.live().public().with_card_data()
    answer = paginate(PageConnection, rows, EDITORS_ORDER, "pages", **paging)
    share_bodies(knowing_their_site(edge.node for edge in answer.edges))
    return answer


def share_bodies(pages: list[models.InfoPage]) -> None:
    """Let `pages` read what their bodies name together."""
    bodies = Bodies(pages)
    for page in pages:
        page.bodies = bodies


class SectionPage(PageNode, graphene.ObjectType):
    """A shelf of information pages."""

    sections = graphene.List(
        graphene.NonNull(PageLink), required=True, description="Directly inside."
    )
    pages = graphene.Field(
        PageConnection,
        required=True,
        description="With those of the sections inside, in the editors' order.",
        **paging_arguments(),
    )

    class Meta:
        interfaces = [Page, relay.Node]
        possible_types = (models.SectionPage,)

    def resolve_sections(self, info):
        return inside(info, self)

    def resolve_pages(self, info, **paging):
        return page_list(models.InfoPage.objects.descendant_of(self), paging)


class HomePage(PageNode, graphene.ObjectType):
    """The front door."""

    sections = graphene.List(
        graphene.NonNull(PageLink), required=True, description="Directly inside."
    )

    class Meta:
        interfaces = [Page, relay.Node]
        possible_types = (models.HomePage,)

    def resolve_sections(self, info):
        return inside(info, self)


PAGE_TYPES = {
    models.HomePage: HomePage,
    models.SectionPage: SectionPage,
    models.InfoPage: InfoPage,
}
