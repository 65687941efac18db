"""What lists write of each listing, dozens of times in a page."""

from decimal import Decimal
from functools import cache, lru_cache

from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from .choices import PriceKind


@lru_cache(1_000)
def price_label(kind: str, price: Decimal | None, unit: str) -> str:
    """The price in words: « Gratuit », « 14 € le panier », « Prix à convenir ».

    Kept for as many prices, in French: the site speaks no other language.
    """
    if kind == PriceKind.FREE:
        return _("Gratuit")
    if price is None:
        return _("Prix à convenir")
    whole = price == price.to_integral_value()
    amount = f"{price:.0f}" if whole else f"{price:.2f}"
    return f"{amount.replace('.', ',')}\u00a0€ {unit}".strip()


def path_of(code: str, title: str, kind: str) -> str:
    return pattern().format(code, slug_of(title) or kind)


slug_of = lru_cache(1_000)(slugify)


@cache
def pattern() -> str:
    """The address of a listing, to fill in."""
    marks = ["CODE", "slug"]
    return reverse("listings:detail", args=marks).replace("CODE/slug", "{}/{}")
