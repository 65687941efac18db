"""Which pages anyone may read, and what a list of them shows."""

from collections.abc import Iterable
from typing import Self, TypeVar

from django.db.models import Exists, OuterRef, Prefetch
from django.db.models.functions import Length, Substr
from wagtail.models import Page, PageManager, PageViewRestriction, Site
from wagtail.query import PageQuerySet

CARD_DATA = (Prefetch("picture"), Prefetch("picture__renditions"))
PageType = TypeVar("PageType", bound=Page)


def knowing_their_site(pages: Iterable[PageType]) -> list[PageType]:
    """Return `pages` with where the site begins: Wagtail asks its cache for each."""
    found, roots = list(pages), Site.get_site_root_paths()
    for page in found:
        page._wagtail_cached_site_root_paths = roots
    return found


class EditorialPageQuerySet(PageQuerySet):
    def public(self) -> Self:
        """Pages outside private branches; Wagtail's own needs a query of its own."""
        start = Substr(OuterRef("path"), 1, Length("page__path"))
        return self.exclude(
            Exists(PageViewRestriction.objects.filter(page__path=start))
        )

    def at_path(self, path: str) -> Self:
        """The page a browser finds at `path`, such as « /infos/masques/ »."""
        root = Site.get_site_root_paths()[0].root_path.rstrip("/")
        inner = path.strip("/")
        return self.filter(url_path=f"{root}/{inner}/" if inner else f"{root}/")

    def with_card_data(self) -> Self:
        """Everything a card shows: the picture, in the sizes made so far."""
        return self.prefetch_related(*CARD_DATA)


EditorialPageManager = PageManager.from_queryset(EditorialPageQuerySet)
