"""What rules say of a text before anybody reads it; see `docs/decisions/0016`."""

from .engine import Finding, Look, Verdict, screen
from .traces import remember, seen_elsewhere

__all__ = ["Finding", "Look", "Verdict", "remember", "screen", "seen_elsewhere"]
