from .appeals import Appeal
from .audit import AuditEvent, Verb
from .cases import Case
from .choices import HARMLESS, SHUTTING_OUT, TIMED, Action, Ground, Urgency
from .decisions import SANCTIONS, Decision
from .looks import CaseLook
from .notices import Answer, Notice
from .reasons import ReasonTemplate
from .recipients import MonthlyRecipients
from .rules import Measure, Place, Rule, RuleKind, RulePlaces
from .screenings import Screening
from .traces import PicturePrint, TextPrint

__all__ = [
    "HARMLESS",
    "SANCTIONS",
    "SHUTTING_OUT",
    "TIMED",
    "Action",
    "Answer",
    "Appeal",
    "AuditEvent",
    "Case",
    "CaseLook",
    "Decision",
    "Ground",
    "Measure",
    "MonthlyRecipients",
    "Notice",
    "PicturePrint",
    "Place",
    "ReasonTemplate",
    "Rule",
    "RuleKind",
    "RulePlaces",
    "Screening",
    "TextPrint",
    "Urgency",
    "Verb",
]
