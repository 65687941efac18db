"""What brings something before the moderators, and what they make of it."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.models import User

from .mail import tell_answered, tell_owner, tell_still
from .models import (
    HARMLESS,
    SANCTIONS,
    SHUTTING_OUT,
    TIMED,
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
from .notices import mail
from .screening import Verdict
from .targets import Target

# Whoever is shut out for these cheated, or tried to cheat, those they wrote to.
CHEATING = {Ground.SCAM, Ground.PHISHING}


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
        Screening.objects.create(case=case, owner=target.owner, **said)
    return case


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
def decide(
    target: Target, judgment: Judgment, moderator=None, *, seen: Case | None = None
) -> Decision:
    """Do what was decided, keep why, close the open case and tell who is concerned.

    Without a `moderator` a rule decided by itself; it never answers an appeal. `seen`
    is the case that the moderator looked at. Codes of the ValidationError:
    `already_decided` when that case is closed, `same_moderator` when they took the
    decision that is contested, and those of `Target.apply`.
    """
    case = take_open_case(target)
    refuse_decided_case(case, seen)
    refuse_same_moderator(case, moderator)
    target.apply(judgment.action, judgment.until)
    decision = write_down(target, judgment, moderator, case)
    by_rule = moderator is None
    answered = close(case, decision) if case and not waits(case, by_rule) else []
    if decision.action in SANCTIONS:
        take_trust_from(decision.owner)
    tell(decision, target, answered)
    if is_cheat(decision):
        for path in settings.PERSON_CHEATED:
            import_string(path)(decision.owner)
    return decision


def tell(decision: Decision, target: Target, answered: list[Appeal]) -> None:
    """Tell who contested, or else the owner, with the reasons.

    Of what a rule publishes and of what stays as it was, the owner was told nothing
    before: they are told nothing now.
    """
    for appeal in answered:
        if appeal.notice:
            mail.tell_contest_answered(appeal)
        else:
            tell_answered(appeal)
    if decision.owner_id in {one.author_id for one in answered if not one.notice}:
        return
    by_rule_alone = decision.is_automatic and decision.action == Action.PUBLISH
    if decision.action == Action.KEEP and (standing := measure_of_rule(decision)):
        tell_still(standing, decision)
    elif not (decision.leaves_as_is or by_rule_alone):
        tell_owner(decision, target.url if decision.is_harmless else "")


def measure_of_rule(decision: Decision) -> Decision | None:
    """Return what a rule did meanwhile and said that a person would review."""
    if decision.is_automatic or decision.case is None:
        return None
    meanwhile = decision.case.decisions.filter(is_automatic=True)
    return meanwhile.exclude(action__in=HARMLESS).first()


def is_cheat(decision: Decision) -> bool:
    shut_out = decision.target_kind == "person" and decision.action in SHUTTING_OUT
    return shut_out and decision.owner is not None and decision.ground in CHEATING


def waits(case: Case, by_rule: bool) -> bool:
    """Whether a person must still answer an appeal that a rule may not (article 20)."""
    return by_rule and case.appeals.waiting().exists()


def refuse_decided_case(case: Case | None, seen: Case | None) -> None:
    if seen is not None and (case is None or case.pk != seen.pk):
        raise ValidationError(
            _("Quelqu’un d’autre vient de décider de ce dossier."), "already_decided"
        )


def hide_meanwhile(target: Target, judgment: Judgment, case: Case) -> Decision:
    """Hide by a rule what `case` is about: it stays open until a moderator decides."""
    target.apply(Action.HIDE)
    decision = write_down(target, judgment, None, case)
    tell_owner(decision)
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
    contested = Appeal.objects.waiting().filter(case=case)
    if case and moderator and contested.decided_by(moderator).exists():
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
        until=judgment.until if judgment.action in TIMED else None,
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


def close(case: Case, decision: Decision) -> list[Appeal]:
    """Close the case with every notice and appeal that brought it up.

    Return the appeals that the decision answers.
    """
    now = timezone.now()
    Case.objects.filter(pk=case.pk).update(closed_at=now)
    answer_notices(case, decision, now)
    waiting = case.appeals.waiting().with_contested()
    appeals = list(waiting.select_related("notice__reporter"))
    for appeal in appeals:
        appeal.answer, appeal.answered_at = decision, now
        appeal.upheld = appeal.is_upheld_by(decision)
        appeal.save(update_fields=["answer", "answered_at", "upheld"])
    return appeals


def answer_notices(case: Case, decision: Decision, now: datetime) -> None:
    """Tell everybody who waits for an answer what was decided."""
    waiting = case.notices.filter(answer=Answer.WAITING).select_related("reporter")
    for notice in waiting.select_for_update(of=("self",)):
        notice.answer = answer_in(decision)
        notice.decision, notice.answered_at = decision, now
        notice.save(update_fields=["answer", "decision", "answered_at"])
        mail.tell_answered(notice)


def answer_in(decision: Decision) -> Answer:
    if decision.action == Action.CLOSE:
        return Answer.GONE
    return Answer.KEPT if decision.is_harmless else Answer.ACTED
