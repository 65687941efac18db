from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from .decisions import Decision


class AppealQuerySet(models.QuerySet["Appeal"]):
    def waiting(self) -> Self:
        return self.filter(answered_at=None)

    def with_contested(self) -> Self:
        """What is contested and who decided it, in one query."""
        return self.select_related("decision__moderator", "notice__decision__moderator")

    def decided_by(self, moderator) -> Self:
        """What contests a decision of `moderator`, or one that they maintained."""
        return self.filter(
            Q(decision__moderator=moderator)
            | Q(decision__case__decisions__moderator=moderator)
            | Q(notice__decision__moderator=moderator)
        )


class Appeal(models.Model):
    """Why somebody thinks that what was decided about them, or answered them, is wrong.

    It contests a decision, or else the answer to a notice. Another moderator answers
    with a decision of their own (DSA, article 20).
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    decision = models.OneToOneField(
        "moderation.Decision",
        models.CASCADE,
        null=True,
        related_name="appeal",
        verbose_name=_("décision contestée"),
    )
    notice = models.OneToOneField(
        "moderation.Notice",
        models.CASCADE,
        null=True,
        related_name="appeal",
        verbose_name=_("signalement dont la réponse est contestée"),
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
    answer = models.ForeignKey(
        "moderation.Decision",
        models.SET_NULL,
        null=True,
        related_name="answered_appeals",
        verbose_name=_("réponse"),
    )
    upheld = models.BooleanField(_("la personne avait raison"), null=True)
    answered_at = models.DateTimeField(_("répondu le"), null=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("contestation")
        constraints = [
            models.CheckConstraint(
                name="moderation_appeal_answered_by_another_decision",
                condition=Q(answer__isnull=True) | ~Q(answer=F("decision")),
            ),
            models.CheckConstraint(
                name="moderation_appeal_contests_one_thing",
                condition=Q(decision__isnull=False, notice__isnull=True)
                | Q(decision__isnull=True, notice__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.contested or self.notice)

    @property
    def contested(self) -> Decision | None:
        """The decision held to be wrong; None once its term ended."""
        return self.notice.decision if self.notice else self.decision

    def is_upheld_by(self, answer: Decision) -> bool:
        """Whether `answer` gives reason: who reported wants a measure, others none."""
        if self.notice:
            return not answer.is_harmless
        return answer.is_harmless and not answer.leaves_as_is
