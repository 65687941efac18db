from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7


class Action(models.TextChoices):
    HIDE = "hide", _("masquer")
    RESTORE = "restore", _("rétablir")


class DecisionQuerySet(models.QuerySet["Decision"]):
    def about(self, target_kind: str, target_id) -> Self:
        """Decisions on one thing; `target_id` may refer to an outer query."""
        return self.filter(target_kind=target_kind, target_id=target_id)


class Decision(models.Model):
    """What a moderator decided about somebody's listing or message, and why.

    Written once: a change of mind is another decision.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    action = models.CharField(_("décision"), max_length=8, choices=Action)
    target_kind = models.CharField(_("objet"), max_length=16)
    target_id = models.UUIDField(_("identifiant de l’objet"), db_index=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="decisions_received",
        verbose_name=_("auteur"),
    )
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="decisions_taken",
        verbose_name=_("modération"),
    )
    facts = models.TextField(_("motif"), max_length=2000)
    decided_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        verbose_name = _("décision")
        constraints = [
            models.CheckConstraint(
                name="moderation_decision_has_facts",
                condition=~models.Q(facts=""),
                violation_error_message=_("Écrivez le motif de la décision."),
                violation_error_code="reason_missing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} : {self.target_kind}"
