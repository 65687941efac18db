from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Conversation, Outcome, OutcomeReason


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
