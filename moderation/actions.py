"""What brings something before the moderators, and what they make of it."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User

from .models import (
    SANCTIONS,
    Action,
    Answer,
    Appeal,
    AuditEvent,
    Case,
    Decision,
    Ground,
    Measure,
    Screening,
    Urgency,
    Verb,
)
from .screening import Verdict
from .targets import Target

# Decisions that take nothing from the person concerned.
HARMLESS = {Action.PUBLISH, Action.RESTORE, Action.LIFT, Action.KEEP}


@dataclass(frozen=True)
class Judgment:
    """What is decided and why; `until` for what has a term, `facts` in French."""

    action: Action
    facts: str
    ground: Ground = Ground.OTHER
    rule: str = ""
    until: datetime | None = None


def open_case(target: Target, urgency: Urgency = Urgency.WAITING) -> Case:
    """Return the one open case about `target`, at least as urgent as said."""
    case, created = Case.objects.get_or_create(
        target_kind=target.kind,
        target_id=target.public_id,
        closed_at=None,
        defaults={
            "owner": target.owner,
            "subject_line": target.subject_line[:120],
            "urgency": urgency,
        },
    )
    if not created:
        Case.objects.filter(pk=case.pk, urgency__lt=urgency).update(urgency=urgency)
        case.urgency = max(case.urgency, urgency)
    return case


def bring_up(target: Target, verdict: Verdict, urgency: Urgency) -> Case:
    """Open a case about `target`, with what rules hold against it if anything."""
    case = open_case(target, urgency)
    if verdict.action in (Measure.FLAG, Measure.HOLD):
        said = verdict.as_data()
        Screening.objects.create(case=case, owner=target.owner, **as_stored(said))
    return case


def as_stored(verdict: dict) -> dict:
    findings = [
        {"rule": found.pop("rule_slug"), **found} for found in verdict["findings"]
    ]
    return {**verdict, "findings": findings}


def let_go(target: Target) -> None:
    """Close the case of what its author took back, unless somebody asked for it."""
    asked = Q(notices__answer=Answer.WAITING) | Q(
        appeals__isnull=False, appeals__answered_at=None
    )
    cases = Case.objects.open().about(target.kind, target.public_id)
    Case.objects.filter(pk__in=cases.exclude(asked).values("pk")).update(
        closed_at=timezone.now()
    )


@transaction.atomic
def decide(target: Target, judgment: Judgment, moderator=None) -> Decision:
    """Do what was decided, keep why, close the open case and answer who asked.

    Without a `moderator` a rule decided by itself. Codes of the ValidationError:
    `same_moderator` when they took the decision that is contested, and those of
    `Target.apply`.
    """
    case = take_open_case(target)
    refuse_same_moderator(case, moderator)
    target.apply(judgment.action, judgment.until)
    decision = write_down(target, judgment, moderator, case)
    if case is not None:
        close(case, decision)
    if decision.action in SANCTIONS:
        take_trust_from(decision.owner)
    return decision


def take_trust_from(person: User | None) -> None:
    """Somebody who was sanctioned earns trust again."""
    if person is not None:
        User.objects.filter(pk=person.pk).update(trusted_at=None)
        person.trusted_at = None


def take_open_case(target: Target) -> Case | None:
    """Return the open case about `target`, locked: of two decisions, one waits."""
    cases = Case.objects.open().about(target.kind, target.public_id)
    return cases.select_for_update(of=("self",)).first()


def refuse_same_moderator(case: Case | None, moderator) -> None:
    contested = Appeal.objects.filter(case=case, answered_at=None)
    if case and moderator and contested.filter(decision__moderator=moderator).exists():
        raise ValidationError(
            _("Vous avez pris cette décision : une autre personne doit la revoir."),
            "same_moderator",
        )


def write_down(target: Target, judgment: Judgment, moderator, case) -> Decision:
    decision = Decision.objects.create(
        action=judgment.action,
        ground=judgment.ground,
        facts=judgment.facts,
        rule=judgment.rule,
        until=judgment.until,
        case=case,
        target_kind=target.kind,
        target_id=target.public_id,
        subject_line=target.subject_line[:120],
        owner=target.owner,
        moderator=moderator,
        found_by_rule=case is not None and case.screenings.exists(),
        is_automatic=moderator is None,
    )
    AuditEvent.objects.create(
        actor=moderator,
        verb=Verb.DECIDED,
        target_kind=target.kind,
        target_id=target.public_id,
        case=case,
        ground=decision.get_action_display(),
    )
    return decision


def close(case: Case, decision: Decision) -> None:
    """Close the case with every notice and appeal that brought it up."""
    now = timezone.now()
    Case.objects.filter(pk=case.pk).update(closed_at=now)
    harmless = decision.action in HARMLESS
    case.notices.filter(answer=Answer.WAITING).update(
        answer=Answer.KEPT if harmless else Answer.ACTED,
        decision=decision,
        answered_at=now,
    )
    for appeal in case.appeals.filter(answered_at=None):
        appeal.answer, appeal.answered_at = decision, now
        appeal.upheld = decision.action in (Action.RESTORE, Action.LIFT, Action.PUBLISH)
        appeal.save(update_fields=["answer", "answered_at", "upheld"])
