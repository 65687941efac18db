from .appeals import Appeal
from .audit import AuditEvent, Verb
from .cases import Case
from .choices import Action, Ground, Urgency
from .decisions import Decision
from .notices import Answer, Notice
from .reasons import ReasonTemplate
from .screenings import Screening

__all__ = [
    "Action",
    "Answer",
    "Appeal",
    "AuditEvent",
    "Case",
    "Decision",
    "Ground",
    "Notice",
    "ReasonTemplate",
    "Screening",
    "Urgency",
    "Verb",
]
