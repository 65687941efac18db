from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class BlockQuerySet(models.QuerySet["Block"]):
    def around(self, one, others) -> Self:
        """Those by which `one` keeps any of `others` away, or is kept away."""
        keys = [other.pk for other in others]
        return self.filter(
            Q(blocker=one, blocked__in=keys) | Q(blocked=one, blocker__in=keys)
        )


class Block(models.Model):
    """One person wants no more word from another, about any listing.

    It works both ways, and the person who is blocked is never told.
    """

    blocker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocks"
    )
    blocked = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocks_received"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = BlockQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("blocage")
        constraints = [
            models.UniqueConstraint(
                fields=["blocker", "blocked"], name="messaging_block_once"
            ),
            models.CheckConstraint(
                name="messaging_block_somebody_else",
                condition=~Q(blocker=F("blocked")),
                violation_error_message=_("On ne se bloque pas soi-même."),
                violation_error_code="block_self",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.blocker} : {self.blocked}"
