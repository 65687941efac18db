from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .people import User


class DataExportQuerySet(models.QuerySet["DataExport"]):
    def waiting(self) -> Self:
        """Those that are being made, or that wait to be downloaded."""
        ready = models.Q(expires_at=None) | models.Q(expires_at__gt=timezone.now())
        return self.filter(ready, downloaded_at=None)

    def over(self) -> Self:
        """Those that nobody can download any more."""
        return self.filter(
            models.Q(downloaded_at__isnull=False)
            | models.Q(expires_at__lte=timezone.now())
        )


class DataExport(models.Model):
    """An archive of everything the site holds about one person."""

    user = models.ForeignKey(User, models.CASCADE, related_name="data_exports")
    digest = models.CharField(max_length=64, blank=True)  # of the key in the mail
    file = models.CharField(max_length=100, blank=True)
    requested_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)
    downloaded_at = models.DateTimeField(null=True)

    objects = DataExportQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        verbose_name = _("archive de données")

    def __str__(self) -> str:
        return str(self.requested_at)

    @property
    def is_over(self) -> bool:
        """The same as `DataExportQuerySet.over()`, for a row already loaded."""
        late = self.expires_at is not None and self.expires_at <= timezone.now()
        return late or self.downloaded_at is not None

    def take(self) -> bool:
        """Count the one download; false when there was one, or it is too late."""
        # One conditional UPDATE: of two clicks, only one downloads.
        rows = DataExport.objects.waiting().filter(pk=self.pk)
        return bool(rows.update(downloaded_at=timezone.now()))


class SealedIdentity(models.Model):
    """What the law has hosts keep of a closed account; no page and no API reads it.

    `identity` for five years, `details` for one: décret n° 2021-1362.
    """

    account = models.UUIDField(unique=True)
    identity = models.JSONField()
    details = models.JSONField(null=True)
    closed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["closed_at", "pk"]
        verbose_name = _("identité scellée")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.account)


class Act(models.TextChoices):
    """What is done of which the law has hosts keep the source."""

    SIGNED_UP = "signed_up", _("inscription")
    SIGNED_IN = "signed_in", _("connexion")
    PUBLISHED = "published", _("publication d’une annonce")


class SealedConnection(models.Model):
    """From where an account did something; no page and no API reads it.

    It names an account and no person: after an erasure, `SealedIdentity` alone does.
    """

    account = models.UUIDField(_("compte"), db_index=True)
    act = models.CharField(_("acte"), max_length=9, choices=Act)
    content = models.UUIDField(_("annonce publiée"), null=True)
    sealed = models.TextField(_("adresse et port, chiffrés"))
    at = models.DateTimeField(_("le"), default=timezone.now, db_index=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("connexion scellée")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.get_act_display()} : {self.account}"


class ErasureRecord(models.Model):
    """An account that was erased; written once, read again after a restore."""

    account = models.UUIDField(unique=True)
    erased_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["erased_at", "pk"]
        verbose_name = _("effacement")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.account)
