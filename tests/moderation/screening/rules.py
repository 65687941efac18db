"""Rules as shipped, ready to be asked without a database."""

from functools import cache

from moderation.loading import shipped_rules
from moderation.screening.engine import Question, Ruleset, Verdict


@cache
def shipped() -> Ruleset:
    return Ruleset(shipped_rules())


def verdict(text: str, place: str = "listing", **asked) -> Verdict:
    return shipped().verdict(Question(text, place, **asked))


def slugs(text: str, place: str = "listing", **asked) -> set[str]:
    return {one.rule for one in verdict(text, place, **asked).findings}
