"""What another site shows, and the addresses that say so."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from territory.models import Commune

from ..models import Audience, Category, Listing, ListingKind, ListingQuerySet

ADDRESSED = {"besoin": ListingKind.NEED, "offre": ListingKind.OFFER}
TITLES = {
    "": gettext_lazy("Annonces d’entraide"),
    "besoin": gettext_lazy("Besoins d’aide"),
    "offre": gettext_lazy("Offres d’aide"),
}


@dataclass(frozen=True)
class Asked:
    """One choice of listings; its names are those of the frame's address."""

    type: str
    nombre: int
    commune: Commune | None = None
    rayon: int | None = None
    categorie: Category | None = None

    @property
    def kind(self) -> ListingKind | None:
        return ADDRESSED.get(self.type)

    @property
    def title(self) -> str:
        """« Besoins d’aide à moins de 10 km de Nevers »."""
        what = str(TITLES[self.type])
        if self.commune is None:
            return _("%(what)s dans la Nièvre") % {"what": what}
        place = {"what": what, "place": self.commune.name, "km": self.rayon}
        if self.rayon:
            return _("%(what)s à moins de %(km)d\u00a0km de %(place)s") % place
        return pgettext("listings at a place", "%(what)s à %(place)s") % place

    def live(self) -> ListingQuerySet:
        """Listings in force of this choice, those of members included."""
        rows = Listing.objects.live()
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.categorie:
            rows = rows.filter(category=self.categorie)
        if self.commune and self.rayon:
            return rows.within(self.commune, self.rayon)
        return rows.filter(commune=self.commune) if self.commune else rows

    def shown(self) -> list[Listing]:
        """What anyone may read, whoever looks: the page around is not ours."""
        rows = self.live().visible_to(AnonymousUser())
        return list(rows.select_related("category", "commune")[: self.nombre])

    def members_only(self) -> int:
        return self.live().filter(audience=Audience.MEMBERS).count()

    @property
    def list_path(self) -> str:
        """The page of the site that lists the same, and more."""
        return addressed(
            "listings:list",
            kind=self.kind,
            commune=self.commune and self.commune.name,  # 58310 is also a postcode
            within_km=self.rayon,
            category=self.categorie and self.categorie.pk,
        )

    @property
    def frame_path(self) -> str:
        return addressed(
            "listings:frame",
            commune=self.commune and self.commune.pk,
            type=self.type,
            rayon=self.rayon,
            categorie=self.categorie and self.categorie.pk,
            nombre=self.nombre,
        )


def addressed(name: str, **query: Any) -> str:
    """Return the path of the view `name` with what `query` says, empty values left."""
    said = urlencode({key: value for key, value in query.items() if value})
    return f"{reverse(name)}?{said}" if said else reverse(name)
