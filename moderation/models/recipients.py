from django.db import models
from django.utils.translation import gettext_lazy as _


class MonthlyRecipients(models.Model):
    """How many accounts were active in a month: a number, and nobody's name."""

    month = models.DateField(_("premier jour du mois"), unique=True)
    count = models.PositiveIntegerField(_("personnes actives"))

    class Meta:
        ordering = ["month"]
        verbose_name = _("personnes actives en un mois")
        verbose_name_plural = _("personnes actives par mois")

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} : {self.count}"
