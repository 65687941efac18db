from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Min, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from .appeals import Appeal
from .choices import Urgency
from .looks import CaseLook


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def about(self, target_kind: str, target_id) -> Self:
        """Cases of one thing; `target_id` may refer to an outer query."""
        return self.filter(target_kind=target_kind, target_id=target_id)

    def queue(self) -> Self:
        """What waits for a moderator, most urgent first, then longest waiting."""
        return self.open().order_by("-urgency", "opened_at", "pk")

    def after(self, case: "Case") -> Self:
        """What comes later than `case` in the queue."""
        same = Q(urgency=case.urgency)
        later = Q(opened_at__gt=case.opened_at)
        at_once = Q(opened_at=case.opened_at, pk__gt=case.pk)
        found = Q(urgency__lt=case.urgency) | same & (later | at_once)
        return self.queue().filter(found)

    def before(self, case: "Case") -> Self:
        """What comes earlier than `case` in the queue, the nearest first."""
        same = Q(urgency=case.urgency)
        earlier = Q(opened_at__lt=case.opened_at)
        at_once = Q(opened_at=case.opened_at, pk__lt=case.pk)
        found = Q(urgency__gt=case.urgency) | same & (earlier | at_once)
        return self.queue().filter(found).reverse()

    def caused_by(self, cause: str) -> Self:
        """What a screening, or a notice or appeal that waits, brought up."""
        waiting = {
            "screening": Q(screenings__isnull=False),
            "notice": Q(notices__isnull=False, notices__answered_at=None),
            "appeal": Q(appeals__isnull=False, appeals__answered_at=None),
        }
        found = Case.objects.filter(waiting[cause]).order_by()
        return self.filter(pk__in=found.values("pk"))

    def waiting(self) -> dict:
        """Return how many wait, how many at once, and since when the oldest does."""
        pressing = Q(urgency__gte=Urgency.HARM)
        return self.open().aggregate(
            count=Count("pk"),
            pressing=Count("pk", filter=pressing),
            oldest=Min("opened_at"),
        )

    def free_for(self, user) -> Self:
        """What nobody but `user` has in front of them."""
        others = CaseLook.objects.current().exclude(moderator=user).order_by()
        return self.exclude(pk__in=others.values("case"))

    def with_causes(self) -> Self:
        """Who is concerned, who looks and all that brought it up, in five queries."""
        looks = CaseLook.objects.current().select_related("moderator")
        return self.select_related("owner").prefetch_related(
            Prefetch("looks", looks),
            "screenings",
            "notices__reporter",
            Prefetch("appeals", Appeal.objects.with_contested()),
        )


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

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def onlookers(self, user) -> list:
        """Return who else has it in front of them, who came first first.

        Load it through `with_causes()`.
        """
        return [one.moderator for one in self.looks.all() if one.moderator != user]

    def look(self, user) -> None:
        """Mark that `user` has it in front of them; the mark ends by itself."""
        CaseLook.objects.past().delete()
        CaseLook.objects.bulk_create(
            [CaseLook(case=self, moderator=user, at=timezone.now())],
            update_conflicts=True,
            unique_fields=["case", "moderator"],
            update_fields=["at"],
        )

    def reported_grounds(self) -> list[str]:
        """Return why it was reported, in notices that wait or contest their answer.

        Load it through `with_causes()`.
        """
        waiting = [one for one in self.appeals.all() if one.answered_at is None]
        contested = [one.notice.ground for one in waiting if one.notice]
        notices = [one for one in self.notices.all() if one.answered_at is None]
        return [*(one.ground for one in notices), *contested]

    def ground_to_read(self) -> str:
        """Why its private words may be read now; empty when nothing allows it.

        Load it through `with_causes()`.
        """
        if any(appeal.answered_at is None for appeal in self.appeals.all()):
            return str(_("contestation d’une décision"))
        if not self.is_open:
            return ""
        for notice in self.notices.all():
            if notice.answered_at is None:
                return str(_("signalement %(number)s") % {"number": notice.number})
        return str(_("examen automatique")) if self.screenings.all() else ""
