from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CaseLookQuerySet(models.QuerySet["CaseLook"]):
    def current(self) -> Self:
        """Marks that still say that somebody looks."""
        return self.filter(at__gte=self.limit())

    def past(self) -> Self:
        return self.filter(at__lt=self.limit())

    def limit(self):
        return timezone.now() - timedelta(seconds=settings.CASE_LOOK_SECONDS)


class CaseLook(models.Model):
    """That a moderator has a case in front of them: colleagues see each other.

    Not a log: the next look at any case removes the marks that have ended.
    """

    case = models.ForeignKey(
        "moderation.Case",
        models.CASCADE,
        related_name="looks",
        verbose_name=_("dossier"),
    )
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="case_looks",
        verbose_name=_("regardé par"),
    )
    at = models.DateTimeField(_("regardé le"), db_index=True)

    objects = CaseLookQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]  # who came first
        verbose_name = _("regard sur un dossier")
        verbose_name_plural = _("regards sur des dossiers")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "moderator"], name="moderation_one_look_per_moderator"
            )
        ]

    def __str__(self) -> str:
        return f"{self.moderator} : {self.case}"
