"""What is worth saying beside words already sent: the rules that only advise.

Advice holds nothing back and accuses nobody: both people read it.
"""

from collections.abc import Iterable
from threading import Lock
from time import monotonic

from moderation.models.rules import Measure, Place, Rule

from .engine import Finding, Question, Ruleset

# Pages ask nothing of the database: rules changed elsewhere are met a minute later.
KEPT_SECONDS = 60


class Advisers:
    """The advising rules of messages, read again by each process now and then."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.read_at: float | None = None
        self.rules = Ruleset([])

    def current(self) -> Ruleset:
        with self.lock:
            if self.read_at is None or monotonic() - self.read_at > KEPT_SECONDS:
                advising = Rule.objects.active().filter(action=Measure.ADVISE)
                self.keep(advising.order_by("pk"))
            return self.rules

    def keep(self, rules: Iterable[Rule]) -> None:
        self.rules = Ruleset(rules)
        self.read_at = monotonic()


advisers = Advisers()


def advice_on(texts: Iterable[str]) -> list[Finding]:
    """Return what to say of `texts`, messages of one page, each advice once."""
    rules = advisers.current()
    said = {
        finding.rule: finding
        for text in texts
        for finding in rules.verdict(Question(text, Place.MESSAGE)).findings
    }
    return [said[one.rule.slug] for one in rules.rules if one.rule.slug in said]
