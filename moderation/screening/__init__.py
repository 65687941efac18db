"""What rules say of a text before anybody reads it; see `docs/decisions/0016`."""

from .advising import advice_on
from .engine import Finding, Look, Verdict, screen
from .traces import remember, seen_elsewhere

__all__ = [
    "Finding",
    "Look",
    "Verdict",
    "advice_on",
    "remember",
    "screen",
    "seen_elsewhere",
]
