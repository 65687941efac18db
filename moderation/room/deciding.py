"""What moderators decide from their room, on cases that others may decide too."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..actions import Judgment, decide
from ..models import AuditEvent, Case, Decision, Verb
from ..targets import Gone, Target, find_targets


@transaction.atomic
def decide_case(case: Case, target: Target | None, judgment, moderator) -> Decision:
    """Decide what `case` is about, unless somebody did meanwhile.

    Codes of the ValidationError: `already_decided`, `target_gone`, `action_unfit` and
    those of `decide`.
    """
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not locked.is_open:
        raise ValidationError(said_decided(locked), "already_decided")
    if target is None:
        raise ValidationError(_("Ce dont il s’agit n’existe plus."), "target_gone")
    refuse_unfit(target, judgment)
    return decide(target, judgment, moderator)


def refuse_unfit(target: Target, judgment: Judgment) -> None:
    if judgment.action not in target.actions():
        raise ValidationError(
            _("Cette décision ne convient plus : l’état a changé."), "action_unfit"
        )


def said_decided(case: Case) -> str:
    """Say who decided of a closed `case`, and what."""
    last = case.decisions.select_related("moderator").first()
    if last is None:
        return _("Ce dossier est déjà fermé.")
    by = last.moderator.display_name if last.moderator else _("un automate")
    return _("Déjà décidé par %(name)s : %(action)s.") % {
        "name": by,
        "action": last.get_action_display(),
    }


def decide_many(cases, judgment: Judgment, moderator) -> list[tuple[Case, str]]:
    """Decide each of `cases` by itself; return those that failed, and why."""
    targets = find_targets(cases)
    failed = []
    for case in cases:
        try:
            target = targets.get(case.target_id) or Gone(case)
            decide_case(case, target, judgment, moderator)
        except ValidationError as error:
            failed.append((case, " ".join(error.messages)))
    return failed


def note_look(case: Case, moderator, ground: str) -> AuditEvent:
    """Write down that private words were read, or refused when there is no ground."""
    return AuditEvent.objects.create(
        actor=moderator,
        verb=Verb.READ_THREAD if ground else Verb.READ_REFUSED,
        target_kind=case.target_kind,
        target_id=case.target_id,
        case=case,
        ground=ground or _("ni signalement ni message retenu"),
    )
