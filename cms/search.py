"""Information pages found by the same words as listings."""

from django.db.models import QuerySet
from wagtail.query import PageQuerySet
from wagtail.search.backends.base import BaseSearchResults

from listings.search import MAX_WORDS, stems

from .models import InfoPage
from .pages import EditorialPageQuerySet


def search_pages(text: str) -> "QuerySet[InfoPage] | BaseSearchResults":
    """Return the public pages that hold every word of `text`, none without words."""
    wanted = stems(text[:400])[:MAX_WORDS]
    if not wanted:
        return InfoPage.objects.none()
    # Without `fields`: Wagtail has no such column on SQLite, and the stems of a page
    # are all in the index anyway.
    # Wagtail's own `public`: its search translates no sub-query.
    pages = PageQuerySet(InfoPage).live().public()
    return pages.search(" ".join(wanted), operator="and")


def matching_pages(text: str) -> EditorialPageQuerySet:
    """Return the same pages as rows that can be sorted and cut into pages."""
    keys = [page.pk for page in search_pages(text)]
    return InfoPage.objects.filter(pk__in=keys)
