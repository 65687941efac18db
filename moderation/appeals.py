"""Contesting a decision: the case opens again, for another moderator."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from .actions import open_case, take_open_case
from .mail import tell_received
from .models import Appeal, Decision, Urgency
from .targets import Target, find_target


def contest(decision: Decision, user, words: str) -> Appeal:
    """Let the person concerned say why `decision` is wrong, once.

    Codes of the ValidationError: `nothing_to_contest`, `already_contested`,
    `too_late`, `target_gone`.
    """
    refuse_unless_contestable(decision)
    appeal = Appeal(decision=decision, author=user, words=words)
    return file_appeal(appeal, tell_received)


def file_appeal(appeal: Appeal, tell: Callable[[Appeal], None]) -> Appeal:
    """Bring what is contested before the moderators again, and `tell` so.

    Codes of the ValidationError: `target_gone`, `already_contested`.
    """
    target = target_of_decision(appeal.contested)
    if target is None:
        raise ValidationError(
            _("Ce que la décision concernait n’existe plus."), "target_gone"
        )
    try:
        with transaction.atomic():
            store(appeal, target)
            tell(appeal)
    except IntegrityError as error:  # the same click, a moment earlier
        raise already_contested() from error
    return appeal


def target_of_decision(decision: Decision | None) -> Target | None:
    return find_target(decision.target_kind, decision.target_id) if decision else None


def store(appeal: Appeal, target: Target) -> None:
    open_case(target, Urgency.WAITING)
    # Locked: a decision that closes it meanwhile would leave the appeal unanswered.
    appeal.case = take_open_case(target) or open_case(target, Urgency.WAITING)
    appeal.save()


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
