"""What the two people agree on, and what became of it.

The listing is its author's to decide: an asker only says how it went for them.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import listings.actions
from listings.models import Outcome as ListingOutcome

from ..models import Conversation, Outcome, OutcomeReason


def reserve(conversation: Conversation, user) -> None:
    """Promise the listing to the person who asked in this conversation.

    Codes of the ValidationError: `not_owner`, `state_changed`.
    """
    refuse_unless_owner(conversation, user)
    conversation.listing.reserve(conversation.initiator)


def free(conversation: Conversation, user) -> None:
    """Offer the listing to everybody again. Codes: as `reserve`."""
    refuse_unless_owner(conversation, user)
    conversation.listing.free()


@transaction.atomic
def fulfil(conversation: Conversation, user) -> None:
    """End the listing with the person who asked here. Codes: as `reserve`."""
    refuse_unless_owner(conversation, user)
    listings.actions.close(
        conversation.listing, ListingOutcome.SOLVED_HERE, conversation.initiator
    )
    record_outcome(conversation, user, Outcome.DONE)


def record_outcome(
    conversation: Conversation, user, outcome: str, reason: str = "", note: str = ""
) -> None:
    """Keep what `user` says became of it; they may say otherwise later.

    Raises ValidationError `outcome_reason` when it was not done for no known reason.
    """
    if outcome == Outcome.DONE:
        reason = ""
    elif reason not in OutcomeReason.values:
        raise ValidationError(
            _("Dites pourquoi cela n’a pas pu se faire."), "outcome_reason"
        )
    conversation.participants.filter(user=user).update(
        outcome=outcome,
        outcome_reason=reason,
        outcome_note=note,
        outcome_at=timezone.now(),
    )


def refuse_unless_owner(conversation: Conversation, user) -> None:
    if not conversation.is_led_by(user):
        raise ValidationError(
            _("Seule la personne qui a publié l’annonce peut en décider."), "not_owner"
        )
