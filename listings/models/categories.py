from django.db import models
from django.utils.translation import gettext_lazy as _


class Paid(models.TextChoices):
    NEVER = "never", _("jamais")
    RARE = "rare", _("rare")
    POSSIBLE = "possible", _("possible")
    USUAL = "usual", _("habituel")


class Category(models.Model):
    """A subject of listings; rows come from `listings/data/categories.yaml`."""

    slug = models.SlugField(_("adresse"), primary_key=True)
    position = models.PositiveSmallIntegerField(_("rang"))
    name = models.CharField(_("nom"), max_length=60)
    short_name = models.CharField(_("nom court"), max_length=20)
    description = models.CharField(_("description"), max_length=300)
    icon = models.CharField(_("icône"), max_length=40)
    kinds = models.JSONField(_("types d’annonces"), default=list)
    paid = models.CharField(_("prix"), max_length=8, choices=Paid)
    adults_only = models.BooleanField(_("réservée aux adultes"), default=False)
    sensitive = models.BooleanField(_("relue avant parution"), default=False)
    duration_days = models.PositiveSmallIntegerField(_("durée en jours"))
    notice = models.CharField(_("rappel"), max_length=400, blank=True)
    keywords = models.JSONField(_("mots-clés"), default=list)

    class Meta:
        ordering = ["position"]
        verbose_name = _("catégorie")

    def __str__(self) -> str:
        return self.name
