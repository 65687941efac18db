"""Taking in a notice: once per person, and with what it sets off."""

from collections import Counter
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Trust, User

from ..actions import Judgment, hide_meanwhile, open_case
from ..models import Action, Answer, Case, Decision, Ground, Notice, Urgency
from ..targets import Target
from . import mail
from .addresses import unknown

TRUSTED = {Trust.TRUSTED, Trust.VERIFIED}
# What may hurt somebody before tomorrow.
HARMFUL = {
    Ground.CHILD_ABUSE,
    Ground.HARASSMENT,
    Ground.HATE,
    Ground.MINOR,
    Ground.PHISHING,
    Ground.SCAM,
    Ground.SEXUAL,
    Ground.WEAPONS,
}
KEPT_ONLINE = [Action.KEEP, Action.RESTORE]


@transaction.atomic
def file_notice(target: Target, notice: Notice, user) -> Notice:
    """Store what a valid form says of `target` and confirm it by mail.

    Said again before it is answered, the first notice is returned. Codes of the
    ValidationError: `own`, `unknown`, `too_many_notices`.
    """
    if user.is_authenticated:
        notice.reporter = wait_for_turn(user)
    if earlier := said_before(target, notice):
        return earlier
    refuse_unless_reportable(target, user)
    refuse_too_many(notice)
    notice.case = take_case(target, urgency_of(notice))
    notice.from_trusted = counts(notice.reporter)
    notice.save()
    mail.tell_received(notice)
    hide_if_enough(target, notice.case)
    return notice


def wait_for_turn(user) -> User:
    """Lock the person: of two clicks, the second finds what the first stored."""
    return User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)


def said_before(target: Target, notice: Notice) -> Notice | None:
    """Return the notice that this one repeats, None when it is new.

    Of a visitor every word must be the same: an address alone proves nothing.
    """
    cases = Case.objects.open().about(target.kind, target.public_id)
    waiting = Notice.objects.waiting().filter(case__in=cases.values("pk"))
    if notice.reporter:
        return waiting.filter(reporter=notice.reporter).first()
    same = {
        field: getattr(notice, field)
        for field in ("reporter_name", "reporter_email", "ground", "explanation")
    }
    return waiting.filter(reporter=None, origin=notice.origin, **same).first()


def refuse_unless_reportable(target: Target, user) -> None:
    if user.is_authenticated and target.owner == user:
        raise ValidationError(
            _("C’est vous qui l’avez écrit : vous pouvez le modifier ou le retirer."),
            "own",
        )
    if not target.may_be_reported_by(user):
        raise unknown()


def too_many(of_last_day: QuerySet, notice: Notice, prefix: str = "") -> bool:
    """Whether the sender of `notice` sent as many as one may in a day.

    `prefix` leads from a row to its notice. Visitors behind one network address are
    counted together.
    """
    same: dict[str, Any] = {f"{prefix}reporter": notice.reporter}
    limit = settings.NOTICES_PER_DAY
    if notice.reporter is None:
        same[f"{prefix}origin"] = notice.origin
        limit = settings.NOTICES_PER_DAY_AND_ADDRESS
    return of_last_day.filter(**same).count() >= limit


def refuse_too_many(notice: Notice) -> None:
    if too_many(Notice.objects.of_last_day(), notice):
        raise ValidationError(
            _(
                "Vous avez beaucoup signalé aujourd’hui. Gardez votre texte et revenez "
                "demain. Si quelqu’un est en danger, appelez le 17 ou le 112."
            ),
            "too_many_notices",
        )


def urgency_of(notice: Notice) -> Urgency:
    if notice.threatens_life:
        return Urgency.LIFE
    return Urgency.HARM if notice.ground in HARMFUL else Urgency.WAITING


def take_case(target: Target, urgency: Urgency) -> Case:
    """Return the open case about `target`, locked: reporters take turns."""
    while True:
        case = open_case(target, urgency)
        locked = Case.objects.open().select_for_update(of=("self",))
        if found := locked.filter(pk=case.pk).first():
            return found


def counts(reporter: User | None) -> bool:
    """Whether notices of this person may hide a listing by themselves."""
    trusted = reporter is not None and reporter.trust in TRUSTED
    return trusted and not misuses(reporter)


def misuses(reporter: User | None) -> bool:
    """Whether most of what this person reported was baseless (article 23)."""
    if reporter is None:
        return False
    judged = [Answer.ACTED, Answer.KEPT]
    told = Notice.objects.filter(reporter=reporter, answer__in=judged)
    right = Q(answer=Answer.ACTED) | Q(appeal__upheld=True)
    seen = told.aggregate(all=Count("pk"), right=Count("pk", right))
    if seen["all"] < settings.NOTICES_BEFORE_MISUSE:
        return False
    return seen["right"] < settings.NOTICES_UPHELD_AT_LEAST * seen["all"]


def hide_if_enough(target: Target, case: Case) -> None:
    """Hide what enough trusted people reported; moderators still have to decide."""
    if case.notices.voices() < needed_for(target):
        return
    now = type(target).find(target.public_id)  # as it is under the lock of the case
    if now is None or Action.HIDE not in now.actions():
        return
    facts = _(
        "Plusieurs personnes de confiance ont signalé ce contenu. Il est masqué "
        "automatiquement, en attendant qu’une personne de la modération le relise."
    )
    hide_meanwhile(now, Judgment(Action.HIDE, facts, ground_of(case)), case)


def needed_for(target: Target) -> int:
    """How many must say so: twice as many after each review that kept it online."""
    decisions = Decision.objects.about(target.kind, target.public_id)
    reviews = decisions.filter(is_automatic=False, action__in=KEPT_ONLINE).count()
    return settings.NOTICES_TO_HIDE * 2**reviews


def ground_of(case: Case) -> Ground:
    """Return what most of the trusted people say is wrong."""
    said = case.notices.waiting().filter(from_trusted=True)
    return Ground(Counter(said.values_list("ground", flat=True)).most_common(1)[0][0])
