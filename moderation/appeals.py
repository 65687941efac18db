"""Contesting a decision: the case opens again, for another moderator."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from .actions import open_case, take_open_case
from .mail import tell_received
from .models import Appeal, Decision, Urgency
from .targets import find_target


def contest(decision: Decision, user, words: str) -> Appeal:
    """Let the person concerned say why `decision` is wrong, once.

    Codes of the ValidationError: `nothing_to_contest`, `already_contested`,
    `too_late`, `target_gone`.
    """
    refuse_unless_contestable(decision)
    target = find_target(decision.target_kind, decision.target_id)
    if target is None:
        raise ValidationError(
            _("Ce que la décision concernait n’existe plus."), "target_gone"
        )
    try:
        return opened(decision, target, user, words)
    except IntegrityError as error:  # the same click, a moment earlier
        raise already_contested() from error


@transaction.atomic
def opened(decision: Decision, target, user, words: str) -> Appeal:
    open_case(target, Urgency.WAITING)
    # Locked: a decision that closes it meanwhile would leave the appeal unanswered.
    case = take_open_case(target) or open_case(target, Urgency.WAITING)
    appeal = Appeal.objects.create(
        decision=decision, case=case, author=user, words=words
    )
    tell_received(appeal)
    return appeal


def refuse_unless_contestable(decision: Decision) -> None:
    if decision.is_harmless:
        message = _("Cette décision ne vous retire rien : il n’y a rien à contester.")
        raise ValidationError(message, "nothing_to_contest")
    if decision.is_contested:
        raise already_contested()
    if decision.is_past_contest:
        message = _("Le délai de six mois pour contester est passé.")
        raise ValidationError(message, "too_late")


def already_contested() -> ValidationError:
    return ValidationError(
        _("Vous avez déjà contesté cette décision."), "already_contested"
    )
