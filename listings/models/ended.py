from django.db import models
from django.utils.translation import gettext_lazy as _

from .categories import Category
from .choices import ListingKind, Outcome


class EndedListings(models.Model):
    """How many deleted listings there were, of nobody in particular."""

    month = models.DateField(_("mois"))
    kind = models.CharField(_("type"), max_length=5, choices=ListingKind)
    category = models.ForeignKey(Category, models.PROTECT, verbose_name=_("catégorie"))
    outcome = models.CharField(_("issue"), max_length=16, choices=Outcome, blank=True)
    number = models.PositiveIntegerField(_("nombre"), default=0)

    class Meta:
        ordering = ["month", "kind", "category", "outcome"]
        verbose_name = _("compte d’annonces supprimées")
        verbose_name_plural = _("comptes d’annonces supprimées")
        constraints = [
            models.UniqueConstraint(
                fields=["month", "kind", "category", "outcome"],
                name="listings_ended_counted_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} : {self.number}"
