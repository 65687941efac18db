"""Which pages anyone may read, and what a list of them shows."""

from typing import Self

from django.db.models import Exists, OuterRef, Prefetch
from django.db.models.functions import Length, Substr
from wagtail.models import PageManager, PageViewRestriction
from wagtail.query import PageQuerySet


class EditorialPageQuerySet(PageQuerySet):
    def public(self) -> Self:
        """Pages outside private branches; Wagtail's own needs a query of its own."""
        start = Substr(OuterRef("path"), 1, Length("page__path"))
        return self.exclude(
            Exists(PageViewRestriction.objects.filter(page__path=start))
        )

    def with_card_data(self) -> Self:
        """Everything a card shows: the picture, in the sizes made so far."""
        return self.prefetch_related(
            Prefetch("picture"), Prefetch("picture__renditions")
        )


EditorialPageManager = PageManager.from_queryset(EditorialPageQuerySet)
