"""Where help is offered and needed: counts only, commune by commune.

Needs that only members may read are counted too: everyone may know they exist.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from territory.outlines import Point, figure_points

from .models import Listing, ListingKind

FEW, MANY = 2, 4  # from how many listings a commune gets a darker shade


@dataclass
class Place:
    """A commune, or an intercommunality, and how much goes on there."""

    name: str
    offers: int
    needs: int

    @property
    def total(self) -> int:
        return self.offers + self.needs

    @property
    def label(self) -> str:
        """« 2 offres, 1 besoin »; what is missing is left out."""
        offers = ngettext("%d\u00a0offre", "%d\u00a0offres", self.offers) % self.offers
        needs = ngettext("%d\u00a0besoin", "%d\u00a0besoins", self.needs) % self.needs
        said = [words for n, words in ((self.offers, offers), (self.needs, needs)) if n]
        return ", ".join(said) or _("aucune annonce")


@dataclass
class CommunePlace(Place):
    insee: str
    point: Point

    @property
    def spoken(self) -> str:
        return f"{self.name}\u00a0: {self.label}"

    @property
    def url(self) -> str:
        # By its name: some INSEE codes, such as 58310, are postcodes of others.
        return f"{reverse('listings:list')}?{urlencode({'commune': self.name})}"

    @property
    def shade(self) -> int:
        return 3 if self.total >= MANY else 2 if self.total >= FEW else 1


@dataclass
class Area(Place):
    """An intercommunality and its communes where something goes on."""

    communes: list[CommunePlace] = field(default_factory=list)


def counted_places() -> list[tuple[CommunePlace, str]]:
    """Communes where something goes on, with their intercommunality, by name."""
    rows = (
        Listing.objects.live()
        .order_by("commune__search_name")
        .values("commune_id", "commune__name", "commune__epci_name")
        .annotate(
            offers=Count("pk", filter=Q(kind=ListingKind.OFFER)),
            needs=Count("pk", filter=Q(kind=ListingKind.NEED)),
        )
    )
    return [(commune_place(row), row["commune__epci_name"]) for row in rows]


def commune_place(row: Mapping[str, Any]) -> CommunePlace:
    return CommunePlace(
        name=row["commune__name"],
        offers=row["offers"],
        needs=row["needs"],
        insee=row["commune_id"],
        point=figure_points()[row["commune_id"]],
    )


def by_area(counted: Iterable[tuple[CommunePlace, str]]) -> list[Area]:
    """Gather communes by intercommunality, the busiest first."""
    areas: dict[str, Area] = {}
    for place, name in counted:
        area = areas.setdefault(name, Area(area_name(name), offers=0, needs=0))
        area.offers += place.offers
        area.needs += place.needs
        area.communes.append(place)
    return sorted(areas.values(), key=lambda area: (-area.total, area.name))


def area_name(official: str) -> str:
    """« CC Sud Nivernais » is « Sud Nivernais » for those who live there."""
    name = official.removeprefix("CC ").removeprefix("CA ")
    for article, rest in (("de ", ""), ("du ", "Le ")):
        if name.startswith(article):
            return f"{rest}{name.removeprefix(article)}"
    return name.replace("Coeur", "Cœur").replace("'", "’")
