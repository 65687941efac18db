from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from .choices import Action, Ground


class ReasonTemplateQuerySet(models.QuerySet["ReasonTemplate"]):
    def offered(self) -> Self:
        return self.filter(is_active=True)


class ReasonTemplate(models.Model):
    """Words ready to be sent with a usual decision; each may be changed first."""

    slug = models.SlugField(unique=True, null=True, editable=False)
    action = models.CharField(_("décision"), max_length=8, choices=Action)
    ground = models.CharField(
        _("règle"), max_length=12, choices=Ground, default=Ground.OTHER
    )
    title = models.CharField(_("titre, pour la modération"), max_length=80)
    words = models.TextField(
        _("motif envoyé"),
        max_length=2000,
        help_text=_("La personne concernée lira ces mots tels quels."),
    )
    is_active = models.BooleanField(
        _("proposé"),
        default=True,
        help_text=_("Décochez pour ne plus le proposer."),
    )

    objects = ReasonTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["action", "pk"]
        verbose_name = _("motif prêt à envoyer")
        verbose_name_plural = _("motifs prêts à envoyer")

    def __str__(self) -> str:
        return self.title
