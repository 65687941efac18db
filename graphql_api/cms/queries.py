import graphene
from django.utils.translation import gettext as _
from wagtail.models import Page as AnyPage

from cms import menus, models
from cms.pages import EditorialPageQuerySet
from cms.search import matching_pages
from graphql_api.errors import bad_input
from graphql_api.nodes import parts
from graphql_api.pagination import paging_arguments

from .site import Site
from .types import Page, PageConnection, PageNode, kept_page, page_list


class CmsQueries(graphene.ObjectType):
    page = graphene.Field(
        Page,
        description="By `id` or by `path`; null when there is nothing to read there.",
        id=graphene.ID(description="Of a page, as it was answered."),
        path=graphene.String(description="Such as « /infos/ »; « / » is the home."),
    )
    pages = graphene.Field(
        PageConnection,
        required=True,
        description="Information pages, in the editors' order.",
        section=graphene.String(description="Slug of a section: the pages below it."),
        search=graphene.String(description="French words, all of them wanted."),
        **paging_arguments(),
    )
    site = graphene.Field(Site, required=True, description="What surrounds the pages.")

    def resolve_page(self, info, id=None, path=None):
        if (id is None) == (path is None):
            raise bad_input(_("Indiquez « id » ou « path », pas les deux."))
        return page_at(info, path) if id is None else page_of(info, id)

    def resolve_pages(self, info, section=None, search=None, **paging):
        rows = models.InfoPage.objects.all()
        if section is not None:
            rows = rows.descendant_of(known_section(section))
        if search and search.strip():
            rows = rows.filter(pk__in=matching_pages(search))
        return page_list(rows, paging)

    def resolve_site(self, info):
        return menus.settings_of(info.context)


def page_at(info, path: str):
    if "\x00" in path:  # PostgreSQL has no such text
        return None

    def find():
        return EditorialPageQuerySet(AnyPage).live().public().at_path(path)

    return kept_page(info, ("path", path), find)


def page_of(info, global_id: str):
    name, key = parts(global_id)
    graphene_type = getattr(info.schema.get_type(name), "graphene_type", None)
    if isinstance(graphene_type, type) and issubclass(graphene_type, PageNode):
        return graphene_type.get_node(info, key)
    return None


def known_section(slug: str) -> models.SectionPage:
    sections = models.SectionPage.objects.live().public().order_by("path")
    section = sections.filter(slug=slug.replace("\x00", "")).first()
    if section is None:
        raise bad_input(_("Rubrique inconnue."))
    return section
