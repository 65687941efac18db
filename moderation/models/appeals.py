from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7


class Appeal(models.Model):
    """Why the person concerned thinks that a decision is wrong.

    Another moderator answers with a decision of their own (DSA, article 20).
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    decision = models.OneToOneField(
        "moderation.Decision",
        models.CASCADE,
        related_name="appeal",
        verbose_name=_("décision contestée"),
    )
    case = models.ForeignKey(
        "moderation.Case",
        models.CASCADE,
        related_name="appeals",
        verbose_name=_("dossier"),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="appeals",
        verbose_name=_("auteur"),
    )
    words = models.TextField(_("vos raisons"), max_length=2000)
    created_at = models.DateTimeField(_("reçu le"), default=timezone.now)
    answer = models.OneToOneField(
        "moderation.Decision",
        models.SET_NULL,
        null=True,
        related_name="answered_appeal",
        verbose_name=_("réponse"),
    )
    upheld = models.BooleanField(_("la personne avait raison"), null=True)
    answered_at = models.DateTimeField(_("répondu le"), null=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("contestation")
        constraints = [
            models.CheckConstraint(
                name="moderation_appeal_answered_by_another_decision",
                condition=Q(answer__isnull=True) | ~Q(answer=F("decision")),
            )
        ]

    def __str__(self) -> str:
        return str(self.decision)
