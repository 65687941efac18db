from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from .choices import Urgency


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def about(self, target_kind: str, target_id) -> Self:
        """Cases of one thing; `target_id` may refer to an outer query."""
        return self.filter(target_kind=target_kind, target_id=target_id)

    def queue(self) -> Self:
        """What waits for a moderator, most urgent first, then longest waiting."""
        return self.open().order_by("-urgency", "opened_at", "pk")


class Case(models.Model):
    """One thing that moderators have to look at, whatever called for it.

    Screenings, notices and appeals bring it up; a decision closes it, and with it
    everything that brought it up.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    target_kind = models.CharField(_("objet"), max_length=16)
    target_id = models.UUIDField(_("identifiant de l’objet"))
    subject_line = models.CharField(_("à propos de"), max_length=120)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="cases",
        verbose_name=_("auteur"),
    )
    urgency = models.PositiveSmallIntegerField(
        _("urgence"), choices=Urgency, default=Urgency.WAITING
    )
    opened_at = models.DateTimeField(_("ouvert le"), default=timezone.now)
    # Two moderators on one case see each other; the mark ends by itself.
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="cases_open_in_front_of",
        verbose_name=_("regardé par"),
    )
    seen_at = models.DateTimeField(_("regardé le"), null=True)
    closed_at = models.DateTimeField(_("fermé le"), null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-urgency", "opened_at", "pk"]
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        permissions = [("decide_case", _("Peut décider des dossiers"))]
        constraints = [
            models.UniqueConstraint(
                fields=["target_kind", "target_id"],
                condition=Q(closed_at=None),
                name="moderation_one_open_case_per_target",
            )
        ]
        indexes = [
            models.Index(
                fields=["-urgency", "opened_at"],
                condition=Q(closed_at=None),
                name="moderation_queue",
            ),
            models.Index(fields=["target_id"], name="moderation_case_target"),
        ]

    def __str__(self) -> str:
        return self.subject_line
