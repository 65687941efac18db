from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ListingStatus(models.TextChoices):
    DRAFT = "draft", _("brouillon")
    PENDING = "pending", _("en attente de relecture")
    CHANGES_REQUESTED = "changes_requested", _("à modifier")
    PUBLISHED = "published", _("en ligne")
    RESERVED = "reserved", _("réservée")
    FULFILLED = "fulfilled", _("terminée")
    WITHDRAWN = "withdrawn", _("retirée")
    EXPIRED = "expired", _("arrivée à son terme")
    HIDDEN = "hidden", _("masquée par la modération")
    REFUSED = "refused", _("refusée")


class Constant(models.Value):
    """A word of ours written in the SQL itself: planners then know partial indexes."""

    def __init__(self, word: str):
        super().__init__(word, models.CharField())

    def as_sql(self, compiler, connection):
        return f"'{self.value}'", []


S = ListingStatus
# Where each state may lead: the life of a listing.
MOVES: dict[ListingStatus, frozenset[ListingStatus]] = {
    S.DRAFT: frozenset({S.PENDING, S.PUBLISHED}),
    S.PENDING: frozenset({S.PUBLISHED, S.CHANGES_REQUESTED, S.REFUSED, S.WITHDRAWN}),
    S.CHANGES_REQUESTED: frozenset({S.PENDING, S.PUBLISHED, S.WITHDRAWN}),
    S.PUBLISHED: frozenset({S.RESERVED, S.FULFILLED, S.WITHDRAWN, S.EXPIRED, S.HIDDEN}),
    S.RESERVED: frozenset({S.PUBLISHED, S.FULFILLED, S.WITHDRAWN, S.EXPIRED, S.HIDDEN}),
    S.EXPIRED: frozenset({S.PUBLISHED}),
    S.HIDDEN: frozenset({S.PUBLISHED, S.REFUSED}),
    S.FULFILLED: frozenset(),
    S.WITHDRAWN: frozenset(),
    S.REFUSED: frozenset({S.PUBLISHED}),  # its author contested, and was right
}
LIVE = (S.PUBLISHED, S.RESERVED)
IS_LIVE = Q(status__in=[Constant(state) for state in LIVE])
# Kept from others by a decision that its author may contest.
JUDGED = (S.HIDDEN, S.REFUSED, S.CHANGES_REQUESTED)
# Ended or judged: the words stay as they were.
FROZEN = (S.FULFILLED, S.WITHDRAWN, S.HIDDEN, S.REFUSED)


def origins(target: ListingStatus) -> list[ListingStatus]:
    """Return the states from which a listing may reach `target`."""
    return [state for state, targets in MOVES.items() if target in targets]
