from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from territory.codes import code_of

from .choices import Ground

NUMBER_LENGTH = 12  # 60 bits: whoever knows it may read the answer
MISREAD = str.maketrans("OIL", "011")  # signs that no number has


def new_number() -> str:
    return code_of(NUMBER_LENGTH)


class Answer(models.TextChoices):
    """What became of a notice, as its sender is told."""

    WAITING = "waiting", _("en attente")
    ACTED = "acted", _("une mesure a été prise")
    KEPT = "kept", _("rien de contraire aux règles")
    GONE = "gone", _("ce contenu n’existe plus")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def waiting(self) -> Self:
        return self.filter(answer=Answer.WAITING)

    def numbered(self, typed: str) -> Self:
        """The notice of a number as people type or dictate it."""
        signs = "".join(typed.upper().split()).replace("-", "")
        return self.filter(number=signs.translate(MISREAD)[: NUMBER_LENGTH + 1])

    def with_answers(self) -> Self:
        """What was decided, contested and answered again, in one query."""
        return self.select_related("decision", "reporter", "appeal__answer")

    def of_last_day(self) -> Self:
        return self.filter(created_at__gt=timezone.now() - timedelta(days=1))

    def voices(self) -> int:
        """How many trusted people wait for an answer, each from their own place."""
        trusted = self.waiting().filter(from_trusted=True).order_by()
        counted = trusted.aggregate(
            people=Count("reporter", distinct=True),
            places=Count("origin", distinct=True),
        )
        return min(counted.values())


class Notice(models.Model):
    """What somebody, with or without an account, says should not be here.

    Fields of article 16 of the Digital Services Act: the exact address, why, who says
    so (not asked when a child is abused) and in good faith.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    number = models.CharField(
        _("numéro"), max_length=16, default=new_number, unique=True, editable=False
    )
    case = models.ForeignKey(
        "moderation.Case",
        models.CASCADE,
        related_name="notices",
        verbose_name=_("dossier"),
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("signalé par"),
    )
    reporter_name = models.CharField(_("votre nom"), max_length=120, blank=True)
    reporter_email = models.EmailField(_("votre courriel"), blank=True)
    address = models.CharField(_("adresse de la page"), max_length=500)
    ground = models.CharField(_("ce qui pose problème"), max_length=12, choices=Ground)
    explanation = models.TextField(_("expliquez"), max_length=2000)
    in_good_faith = models.BooleanField(_("de bonne foi"), default=False)
    threatens_life = models.BooleanField(_("quelqu’un est en danger"), default=False)
    # Whether its sender was trusted then: only such notices can hide by themselves.
    # Keyed digest of the network address, so that one house is not heard as several.
    origin = models.CharField(
        _("provenance"), max_length=32, blank=True, editable=False
    )
    from_trusted = models.BooleanField(default=False, editable=False)
    answer = models.CharField(
        _("suite"), max_length=7, choices=Answer, default=Answer.WAITING
    )
    decision = models.ForeignKey(
        "moderation.Decision",
        models.SET_NULL,
        null=True,
        related_name="notices",
        verbose_name=_("décision"),
    )
    created_at = models.DateTimeField(_("reçu le"), default=timezone.now)
    answered_at = models.DateTimeField(_("répondu le"), null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("signalement")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "reporter"],
                condition=Q(answer="waiting"),
                name="moderation_one_notice_per_reporter",
                violation_error_message=_("Vous l’avez déjà signalé."),
                violation_error_code="already_reported",
            )
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("notices:status", args=[self.number])

    @property
    def is_answered(self) -> bool:
        return self.answer != Answer.WAITING

    @property
    def is_contested(self) -> bool:
        return hasattr(self, "appeal")

    @property
    def contest_until(self) -> datetime | None:
        """Until when its sender may contest the answer; None when nothing can be."""
        decided = self.answer in (Answer.ACTED, Answer.KEPT) and self.decision
        if not decided or self.answered_at is None:
            return None
        return self.answered_at + timedelta(days=settings.APPEAL_DAYS)

    @property
    def can_be_contested(self) -> bool:
        until = self.contest_until
        return until is not None and not self.is_contested and timezone.now() <= until

    @property
    def email(self) -> str:
        """Where its sender is told; empty when nobody was named."""
        return self.reporter.email if self.reporter else self.reporter_email

    @property
    def spoken_number(self) -> str:
        """The number in groups of four, as one reads it to somebody."""
        starts = range(0, NUMBER_LENGTH, 4)
        return " ".join(self.number[start : start + 4] for start in starts)
