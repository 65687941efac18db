"""How often something may happen, as editors write it."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from moderation.models.rules import Place, RuleKind

from .patterns import BadPattern

UNITS = {
    "minute": timedelta(minutes=1),
    "heure": timedelta(hours=1),
    "jour": timedelta(days=1),
}
WHAT: dict[str, dict[str, object]] = {
    "annonce": {"place": Place.LISTING},
    "message": {"place": Place.MESSAGE},
    "conversation": {"opens": True},
}
SUBJECTS = {
    RuleKind.RATE: tuple(WHAT),
    RuleKind.REPEAT: ("fois", "compte"),
    RuleKind.PICTURE: ("fois", "compte"),
}
EXAMPLES = {
    RuleKind.RATE: "20 conversations en 1 jour",
    RuleKind.REPEAT: "3 comptes en 7 jours",
    RuleKind.PICTURE: "3 comptes en 30 jours",
}
LINE = re.compile(r"(\d{1,4}) (\w+?)s? en (\d{1,3}) (\w+?)s?")
LONGEST = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Rate:
    """`most` of `subject` at the most in `within`; one more is too many."""

    most: int
    subject: str
    within: timedelta


def parse_rate(line: str, kind: str) -> Rate:
    found = LINE.fullmatch(line.lower().replace("foi ", "fois "))
    subject = found and ("fois" if found[2] == "foi" else found[2])
    if not found or subject not in SUBJECTS[RuleKind(kind)] or found[4] not in UNITS:
        raise BadPattern(
            _("Écrivez par exemple «\u00a0%s\u00a0».") % EXAMPLES[RuleKind(kind)]
        )
    within = int(found[3]) * UNITS[found[4]]
    if within > LONGEST:
        raise BadPattern(_("La durée est de 90 jours au plus."))
    return Rate(int(found[1]), str(subject), within)
