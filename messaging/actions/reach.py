"""Whether words of one person can reach another."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..models import Block, Conversation


def obstacle(conversation: Conversation, author) -> ValidationError | None:
    """Return why `author` cannot write in `conversation`, None when they can.

    Codes: `account_suspended`, those of `obstacle_between`, and `correspondent_left`
    also for a person who left the conversation.
    """
    other = conversation.correspondent_of(author)
    if found := obstacle_between(author, other):
        return found
    if conversation.participants.filter(user=other, left_at__isnull=False).exists():
        return out_of_reach()
    return None


def obstacle_between(author, other) -> ValidationError | None:
    """Return why `author` cannot write to `other`, None when they can.

    Codes: `blocked_by_you`, and `correspondent_left`, whose words are the same when
    the account is closed, when the person left and when they blocked `author`.
    """
    if not author.is_active:
        return ValidationError(_("Votre compte est suspendu."), "account_suspended")
    blockers = Block.objects.between(author, other).values_list("blocker", flat=True)
    if author.pk in blockers:
        return ValidationError(
            _("Vous avez bloqué cette personne. Débloquez-la pour lui écrire."),
            "blocked_by_you",
        )
    return out_of_reach() if blockers or not other.is_active else None


def out_of_reach() -> ValidationError:
    return ValidationError(
        _("Cette personne n’est plus joignable ici : elle ne lirait pas vos messages."),
        "correspondent_left",
    )
