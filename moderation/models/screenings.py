from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Screening(models.Model):
    """Why rules wanted a listing or a message to be looked at: the ground of a hold."""

    case = models.ForeignKey(
        "moderation.Case",
        models.CASCADE,
        related_name="screenings",
        verbose_name=_("dossier"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="screenings",
        verbose_name=_("auteur"),
    )
    action = models.CharField(_("verdict"), max_length=8)
    # [{"rule": slug, "category": ground, "words": what matched, "message": said}]
    findings: models.JSONField[Any] = models.JSONField(_("règles"), default=list)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("examen automatique")

    def __str__(self) -> str:
        return ", ".join(found["rule"] for found in self.findings) or self.action
