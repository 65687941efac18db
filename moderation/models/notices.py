from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from territory.codes import code_of

from .choices import Ground

NUMBER_LENGTH = 12  # 60 bits: whoever knows it may read the answer


def new_number() -> str:
    return code_of(NUMBER_LENGTH)


class Answer(models.TextChoices):
    """What became of a notice, as its sender is told."""

    WAITING = "waiting", _("en attente")
    ACTED = "acted", _("une mesure a été prise")
    KEPT = "kept", _("rien de contraire aux règles")


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
