from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Verb(models.TextChoices):
    """What staff did that leaves a trace."""

    READ_THREAD = "read_thread", _("a lu une conversation")
    READ_REFUSED = "read_refused", _("s’est vu refuser une conversation")
    DECIDED = "decided", _("a décidé")
    VERIFIED = "verified", _("a vérifié une identité")
    UNVERIFIED = "unverified", _("a retiré une vérification")
    EXPORTED = "exported", _("a exporté des données")
    UNSEALED = "unsealed", _("a ouvert les scellés d’un compte")


class AuditEvent(models.Model):
    """What a member of staff did or read, and on what ground: written once."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="audit_events",
        verbose_name=_("par"),
    )
    verb = models.CharField(_("acte"), max_length=12, choices=Verb)
    target_kind = models.CharField(_("objet"), max_length=16)
    target_id = models.UUIDField(_("identifiant de l’objet"))
    case = models.ForeignKey(
        "moderation.Case",
        models.SET_NULL,
        null=True,
        related_name="audit_events",
        verbose_name=_("dossier"),
    )
    ground = models.CharField(_("à quel titre"), max_length=200)
    at = models.DateTimeField(_("le"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("acte journalisé")
        verbose_name_plural = _("journal des actes")
        indexes = [models.Index(fields=["target_id"], name="moderation_audit_target")]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} : {self.target_kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("An audit event is written once.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Audit events end with their term only: see retention.")
