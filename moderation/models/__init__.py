from .appeals import Appeal
from .audit import AuditEvent, Verb
from .cases import Case
from .choices import Action, Ground, Urgency
from .decisions import SANCTIONS, Decision
from .notices import Answer, Notice
from .rules import Measure, Place, Rule, RuleCategory, RuleKind, RulePlaces
from .screenings import Screening
from .traces import PicturePrint, TextPrint

__all__ = [
    "SANCTIONS",
    "Action",
    "Answer",
    "Appeal",
    "AuditEvent",
    "Case",
    "Decision",
    "Ground",
    "Measure",
    "Notice",
    "PicturePrint",
    "Place",
    "Rule",
    "RuleCategory",
    "RuleKind",
    "RulePlaces",
    "Screening",
    "TextPrint",
    "Urgency",
    "Verb",
]
