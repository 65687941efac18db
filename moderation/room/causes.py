"""Why a case is in the queue, in plain words."""

from dataclasses import dataclass, field

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Appeal, Case, Ground

GROUNDS = dict(Ground.choices)


@dataclass(frozen=True)
class Cause:
    """One line of « pourquoi »; `words` are those that a rule found."""

    kind: str  # "screening", "notice", "appeal" or "held"
    said: str
    words: list[str] = field(default_factory=list)
    explanation: str = ""


def causes_of(case: Case, target=None) -> list[Cause]:
    """Return why `case`, loaded through `with_causes()`, waits; never nothing."""
    found = [*appeals(case), *notices(case), *findings(case)]
    if not found and target is not None and target.waits:
        found = [Cause("held", _("Attend d’être relu avant de paraître."))]
    return found or [Cause("held", _("Ouvert par la modération."))]


def appeals(case: Case) -> list[Cause]:
    waiting = [one for one in case.appeals.all() if one.answered_at is None]
    return [Cause("appeal", said_contested(one)) for one in waiting]


def said_contested(appeal: Appeal) -> str:
    decision = appeal.contested
    said = {
        "decision": decision.get_action_display() if decision else "–",
        "number": appeal.notice.number if appeal.notice else "",
    }
    if appeal.notice:
        return _("Contestation de la réponse au signalement %(number)s") % said
    return _("Contestation de la décision « %(decision)s »") % said


def notices(case: Case) -> list[Cause]:
    waiting = [one for one in case.notices.all() if one.answered_at is None]
    if not waiting:
        return []
    count = ngettext("%(n)s signalement", "%(n)s signalements", len(waiting))
    grounds = dict.fromkeys(str(one.get_ground_display()) for one in waiting)
    said = f"{count % {'n': len(waiting)}} : {', '.join(grounds)}"
    life = any(one.threatens_life for one in waiting)
    danger = _("Quelqu’un est en danger, dit un signalement.") if life else ""
    return [Cause("notice", said, explanation=danger)]


def findings(case: Case) -> list[Cause]:
    """Return what rules found, each rule once."""
    found: dict[str, Cause] = {}
    for screening in case.screenings.all():
        for one in screening.findings:
            rule = str(one.get("rule", ""))
            words = str(one.get("words", ""))
            known = found.setdefault(rule, cause_of_rule(rule, one))
            if words and words not in known.words:
                known.words.append(words)
    return list(found.values())


def cause_of_rule(rule: str, one: dict) -> Cause:
    category = GROUNDS.get(one.get("category", ""), rule.replace("-", " "))
    said = _("Règle « %(rule)s »") % {"rule": capfirst(str(category))}
    return Cause("screening", said, [], str(one.get("message", "")))


def words_found(case: Case) -> list[str]:
    return [words for cause in findings(case) for words in cause.words]


def likely_ground(case: Case) -> str:
    """Return the ground that a decision on `case` will most likely have."""
    found = [
        one.get("category")
        for screening in case.screenings.all()
        for one in screening.findings
    ]
    return next(
        (ground for ground in [*found, *case.reported_grounds()] if ground in GROUNDS),
        "other",
    )
