from .appeals import Appeal
from .audit import AuditEvent, Verb
from .cases import Case
from .choices import HARMLESS, SHUTTING_OUT, TIMED, Action, Ground, Urgency
from .decisions import Decision
from .notices import Answer, Notice
from .screenings import Screening

__all__ = [
    "HARMLESS",
    "SHUTTING_OUT",
    "TIMED",
    "Action",
    "Answer",
    "Appeal",
    "AuditEvent",
    "Case",
    "Decision",
    "Ground",
    "Notice",
    "Screening",
    "Urgency",
    "Verb",
]
