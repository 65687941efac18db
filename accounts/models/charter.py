from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .people import User


class CharterAcceptance(models.Model):
    """That a person accepted one version of the rules: written once.

    Of a closed account the row loses its person and keeps `account`, under which
    `SealedIdentity` tells who it was, and goes with that.
    """

    user = models.ForeignKey(
        User,
        models.CASCADE,
        null=True,
        related_name="charter_acceptances",
        verbose_name=_("personne"),
    )
    account = models.UUIDField(_("compte"), db_index=True)
    # Empty: the sentences of the sign-up form alone, for no page was dated.
    version = models.DateField(_("version du"), null=True)
    accepted_at = models.DateTimeField(_("acceptée le"), default=timezone.now)

    class Meta:
        ordering = ["-accepted_at", "-pk"]
        verbose_name = _("acceptation de la charte")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "version"],
                name="accounts_charter_accepted_once",
                violation_error_message=_("Cette version est déjà acceptée."),
                violation_error_code="already_accepted",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} : {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("An acceptance is written once: accept another version.")
        super().save(*args, **kwargs)
