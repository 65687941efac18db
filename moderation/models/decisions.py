from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from .choices import HARMLESS, UNCHANGED, Action, Ground

SANCTIONS = (
    Action.REFUSE,
    Action.HIDE,
    Action.REMOVE,
    Action.LIMIT,
    Action.SUSPEND,
    Action.BAN,
)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def about(self, target_kind: str, target_id) -> Self:
        """Decisions on one thing; `target_id` may refer to an outer query."""
        return self.filter(target_kind=target_kind, target_id=target_id)

    def sanctions(self, since) -> Self:
        """What took something from somebody since then, unless an appeal undid it."""
        taken = self.filter(action__in=SANCTIONS, decided_at__gt=since)
        return taken.exclude(appeal__upheld=True)

    def received_by(self, user) -> Self:
        """What was decided about `user`, and about what they wrote."""
        return self.filter(owner=user)

    def reported(self) -> Self:
        """What somebody reported before it was decided, or contested as reporter."""
        told = models.Q(notices__isnull=False)
        contested = models.Q(answered_appeals__notice__isnull=False)
        return self.filter(told | contested).distinct()

    def with_appeal(self) -> Self:
        """What was contested, and what was answered, in one query."""
        return self.select_related("appeal__answer")


class Decision(models.Model):
    """What was decided about somebody's listing, message or account, and why.

    With its statement of reasons (article 17 of the Digital Services Act): facts, rule,
    means, scope, term and how to contest. Written once: a change of mind is another
    decision.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    action = models.CharField(_("décision"), max_length=8, choices=Action)
    ground = models.CharField(
        _("règle"), max_length=12, choices=Ground, default=Ground.OTHER
    )
    case = models.ForeignKey(
        "moderation.Case",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("dossier"),
    )
    target_kind = models.CharField(_("objet"), max_length=16)
    target_id = models.UUIDField(_("identifiant de l’objet"), db_index=True)
    subject_line = models.CharField(_("à propos de"), max_length=120, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
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
    # Words of the rule or of the law; empty: those of the charter for this ground.
    rule = models.CharField(_("texte appliqué"), max_length=300, blank=True)
    found_by_rule = models.BooleanField(_("repéré par un automate"), default=False)
    is_automatic = models.BooleanField(_("décidé par un automate"), default=False)
    until = models.DateTimeField(_("jusqu’au"), null=True, blank=True)
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
        return f"{self.get_action_display()} : {self.subject_line or self.target_kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A decision is written once: take another one.")
        super().save(*args, **kwargs)

    @property
    def is_harmless(self) -> bool:
        """Whether it takes nothing from its owner."""
        return self.action in HARMLESS

    @property
    def leaves_as_is(self) -> bool:
        return self.action in UNCHANGED

    @property
    def is_contested(self) -> bool:
        return hasattr(self, "appeal")

    @property
    def is_past_contest(self) -> bool:
        return timezone.now() > self.contest_until

    @property
    def can_be_contested(self) -> bool:
        """Load the row through `with_appeal()`."""
        return not (self.is_harmless or self.is_contested or self.is_past_contest)

    @property
    def contest_until(self):
        """Until when its owner may appeal: six months (DSA, article 20)."""
        return self.decided_at + timedelta(days=settings.APPEAL_DAYS)
