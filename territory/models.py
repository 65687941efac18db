import re
from difflib import get_close_matches
from math import cos, radians
from typing import Self

from django.db import models
from django.db.models import Exists, F, FloatField, Q, Value
from django.db.models.functions import Sqrt
from django.utils.translation import gettext_lazy as _

from .words import words

CODE = re.compile(r"[0-9]{5}")
# Kilometres in one degree of latitude at 47° north (WGS 84 ellipsoid).
KM_PER_DEGREE = 111.17


def km_from(commune: "Commune", prefix: str = ""):
    """Return an expression: kilometres from `commune` to the row's village centre.

    A flat map of the département is within 0.2 % of the great circle, and the
    arithmetic gives the same figures on SQLite and PostgreSQL.
    """
    north = (F(f"{prefix}latitude") - Value(commune.latitude)) * Value(KM_PER_DEGREE)
    east = (F(f"{prefix}longitude") - Value(commune.longitude)) * Value(
        KM_PER_DEGREE * cos(radians(commune.latitude))
    )
    return Sqrt(north * north + east * east, output_field=FloatField())


class CommuneQuerySet(models.QuerySet["Commune"]):
    def near(self, commune: "Commune", km: int) -> Self:
        """Communes whose centre is at most `km` away, `commune` included."""
        return self.alias(km=km_from(commune)).filter(km__lte=km)

    def matching(self, text: str) -> Self:
        """Communes whose name, former name or postcode begins like `text`."""
        key = " ".join(words(text))
        if not key:
            return self.none()
        return self.filter(
            Q(search_name__startswith=key)
            | Q(search_name__contains=f" {key}")
            | Q(aliases__search_name__startswith=key)
            | Q(postcodes__contains=key)
        ).distinct()

    def named(self, text: str) -> Self:
        """Communes meant by `text`: postcode, INSEE code, name or former name.

        Five figures that are both, such as 58200, are the postcode: people know it.
        """
        text, key = text.strip(), " ".join(words(text))
        by_name = Q(search_name=key) | Q(aliases__search_name=key)
        if not CODE.fullmatch(text):
            return self.filter(by_name).distinct()
        by_postcode = self.filter(postcodes__contains=text)
        return by_postcode | self.filter(Q(insee=text) & ~Exists(by_postcode))

    def closest_name(self, text: str) -> str | None:
        """Return the name that `text` most resembles, for « Vouliez-vous dire »."""
        names = dict(self.values_list("search_name", "name"))
        found = get_close_matches(" ".join(words(text)), names, n=1, cutoff=0.7)
        return names[found[0]] if found else None


class Commune(models.Model):
    """One of the 309 communes of Nièvre; rows come from `territory/data`."""

    insee = models.CharField(_("code Insee"), primary_key=True, max_length=5)
    name = models.CharField(_("nom"), max_length=60)
    search_name = models.CharField(max_length=60, editable=False, db_index=True)
    postcodes = models.CharField(_("codes postaux"), max_length=60)
    population = models.PositiveIntegerField(_("population"))
    epci_code = models.CharField(_("code de l’intercommunalité"), max_length=9)
    epci_name = models.CharField(_("intercommunalité"), max_length=80)
    canton_code = models.CharField(_("canton"), max_length=4)
    arrondissement_code = models.CharField(_("arrondissement"), max_length=3)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))

    objects = CommuneQuerySet.as_manager()

    class Meta:
        ordering = ["search_name"]
        verbose_name = _("commune")

    def __str__(self) -> str:
        return self.name


class CommuneAlias(models.Model):
    """A former or everyday name that leads to a commune."""

    name = models.CharField(_("nom"), max_length=60, primary_key=True)
    search_name = models.CharField(max_length=60, editable=False, db_index=True)
    commune = models.ForeignKey(Commune, models.CASCADE, related_name="aliases")

    class Meta:
        verbose_name = _("autre nom de commune")
        verbose_name_plural = _("autres noms de communes")

    def __str__(self) -> str:
        return self.name
