"""The blocks of several pages, with everything they name read in a few queries."""

from collections.abc import Iterator
from typing import Any

from django.utils.functional import cached_property
from wagtail.models import Page

from .models import EditorialDocument, EditorialImage, InfoPage
from .pages import EditorialPageQuerySet, knowing_their_site
from .richtext import linked_keys, safe_html


class Bodies:
    """What the bodies of `pages` name: read once, whichever page asks first."""

    def __init__(self, pages: list[InfoPage]) -> None:
        self.pages = pages
        self.safe: dict[str, str] = {}

    @cached_property
    def stored(self) -> list[dict[str, Any]]:
        """Every block as it is stored, of all the pages."""
        return [block for page in self.pages for block in page.body.raw_data]

    def chosen(self, kind: str) -> set[int]:
        """Return the keys of the images or documents chosen in blocks."""
        blocks = [block for block in self.stored if block["type"] == kind]
        return {key for block in blocks if (key := block["value"].get(kind))}

    def linked(self, kind: str) -> set[int]:
        sources = [text for block in self.stored for text in strings(block["value"])]
        return {key for source in sources for key in linked_keys(source, kind)}

    @cached_property
    def images(self) -> dict[int, EditorialImage]:
        rows = EditorialImage.objects.prefetch_related("renditions")
        return rows.in_bulk(self.chosen("image"))

    @cached_property
    def documents(self) -> dict[int, EditorialDocument]:
        wanted = self.chosen("document") | self.linked("document")
        return EditorialDocument.objects.in_bulk(wanted)

    @cached_property
    def addresses(self) -> dict[str, dict[int, str]]:
        """Where the links of rich texts lead; nowhere when a page is unpublished."""
        pages = self.linked("page")
        live = EditorialPageQuerySet(Page).live().filter(pk__in=pages) if pages else ()
        documents = self.documents if self.linked("document") else {}
        return {
            "page": {page.pk: page.url or "" for page in knowing_their_site(live)},
            "document": {key: row.url for key, row in documents.items()},
        }

    def html(self, source: str) -> str:
        if source not in self.safe:
            self.safe[source] = safe_html(source, self.addresses)
        return self.safe[source]


def strings(value: Any) -> Iterator[str]:
    """Yield every text inside a stored block."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)
