from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PeriodicJob(models.Model):
    """When a job of `BACKGROUND_SCHEDULE` is due next, and how its last run went."""

    name = models.CharField(_("nom"), max_length=60, primary_key=True)
    due_at = models.DateTimeField(_("prochain passage"), default=timezone.now)
    ran_at = models.DateTimeField(_("dernier passage"), null=True)
    failures = models.PositiveIntegerField(_("échecs de suite"), default=0)
    error = models.CharField(_("dernière erreur"), max_length=200, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("travail périodique")
        verbose_name_plural = _("travaux périodiques")
        permissions = [("manage_jobs", _("Peut voir et relancer les travaux"))]

    def __str__(self) -> str:
        return self.name
