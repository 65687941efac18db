"""What surrounds every page, in two queries a request."""

from dataclasses import dataclass

from django.db.models import F, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from .models import SiteSettings
from .pages import EditorialPageQuerySet, knowing_their_site

ACTS = [
    (_("J’ai besoin d’aide"), "listings:need_help"),
    (_("Je propose mon aide"), "listings:offer_help"),
    (_("Annonces"), "listings:list"),
]
SECTION_DEPTH = 3  # root, home, sections


def settings_of(request: HttpRequest | None) -> SiteSettings:
    """Return the settings of the site, read once for `request`."""
    known = getattr(request, SiteSettings.get_cache_attr_name(), None)
    return known or kept(request, SiteSettings.get_cache_attr_name(), load_settings())


def load_settings() -> SiteSettings:
    rows = SiteSettings.objects.select_related("announcement_page")
    return rows.filter(site__is_default_site=True).first() or SiteSettings()


def linked_pages(request: HttpRequest | None) -> list[Page]:
    """Return the pages linked from everywhere, read once for `request`."""
    known = getattr(request, "_linked_pages", None)
    return kept(request, "_linked_pages", load_pages()) if known is None else known


def load_pages() -> list[Page]:
    wanted = (
        Q(depth=SECTION_DEPTH, show_in_menus=True)
        | Q(infopage__in_footer=True)
        | Q(infopage__is_charter=True)
    )
    pages = EditorialPageQuerySet(Page).live().public().filter(wanted)
    shown = ("in_footer", "is_charter", "version_date", "changes")
    pages = pages.annotate(**{name: F(f"infopage__{name}") for name in shown})
    return knowing_their_site(pages.order_by("path"))


@dataclass(frozen=True)
class MenuItem:
    title: str
    url: str


def main_menu(request: HttpRequest | None) -> list[MenuItem | Page]:
    """Return the two acts, all listings, then the sections."""
    acts = [MenuItem(str(title), reverse(name)) for title, name in ACTS]
    return [*acts, *menu_sections(request)]


def menu_sections(request: HttpRequest | None) -> list[Page]:
    """Return the sections of the main menu, in the editors' order."""
    return [page for page in linked_pages(request) if page.depth == SECTION_DEPTH]


def footer_pages(request: HttpRequest | None) -> list[Page]:
    return [page for page in linked_pages(request) if page.in_footer]


def charter_page(request: HttpRequest | None) -> Page | None:
    """Return the page of the rules in force; of several, the latest version."""
    dated = [
        page for page in linked_pages(request) if page.is_charter and page.version_date
    ]
    return max(dated, key=lambda page: page.version_date, default=None)


def kept(request: HttpRequest | None, name: str, value):
    if request is not None:
        setattr(request, name, value)
    return value
