"""Asks the rules about a text, and gathers what they find."""

import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from threading import Lock
from typing import Any

from moderation.models.rules import Measure, Place, Rule, RuleKind

from . import traces
from .compiled import Compiled, compiled
from .contacts import contacts
from .index import Index
from .normalise import read
from .patterns import BadPattern
from .rates import WHAT

logger = logging.getLogger(__name__)
STRENGTH = {measure: place for place, measure in enumerate(Measure.values)}
BY_WORDS = (RuleKind.WORDS, RuleKind.STEMS, RuleKind.MONEY)
BY_CONTACT = (RuleKind.CONTACT, RuleKind.DOMAIN)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found: `words` are those of the text, `message` is for people."""

    rule: str
    category: str
    action: str
    words: str
    message: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The findings, strongest first."""

    findings: list[Finding] = field(default_factory=list)

    @property
    def action(self) -> str:
        return self.findings[0].action if self.findings else Measure.PASS.value

    def as_data(self) -> dict:
        return {"action": self.action, "findings": [asdict(f) for f in self.findings]}


@dataclass(frozen=True, slots=True)
class Look:
    """What rules make of what somebody writes, and what its pictures look like."""

    verdict: Verdict
    pictures: list[int]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about; `author` may be nobody, pictures are their hashes."""

    text: str
    place: str
    author: Any = None
    is_new: bool = False
    opens: bool = False
    pictures: tuple[int, ...] = ()


class Ruleset:
    """Rules read once, whose patterns are found in one walk."""

    def __init__(self, rules: Iterable[Rule]):
        self.rules = list(readable(rules))
        self.index = Index(p for ready in self.rules for p in ready.patterns)

    def verdict(self, asked: Question) -> Verdict:
        reading = read(asked.text)
        found = self.index.search(reading)
        reached = contacts(asked.text, reading.plain)
        findings = []
        for ready in self.rules:
            if not concerns(ready.rule, asked):
                continue
            if ready.rule.kind in BY_WORDS:
                words = ready.words_found(reading, found)
            elif ready.rule.kind in BY_CONTACT:
                words = ready.contact_found(reached)
            else:
                words = exceeded(ready, asked)
            if words is not None:
                findings.append(finding(ready.rule, words))
        return Verdict(sorted(findings, key=lambda f: -STRENGTH[f.action]))


def readable(rules: Iterable[Rule]) -> Iterable[Compiled]:
    for rule in rules:
        try:
            yield compiled(rule)
        except BadPattern:
            logger.exception("Rule %s cannot be read: left out", rule.slug)


def concerns(rule: Rule, asked: Question) -> bool:
    return rule.applies_in(asked.place) and (asked.is_new or not rule.new_accounts_only)


def finding(rule: Rule, words: str) -> Finding:
    return Finding(rule.slug, rule.category, rule.action, words, rule.message)


def exceeded(ready: Compiled, asked: Question) -> str | None:
    """Return "" when a rate is passed with what is asked about: no word is to blame."""
    if asked.author is None:
        return None
    count = {
        RuleKind.RATE: written,
        RuleKind.REPEAT: repeated,
        RuleKind.PICTURE: shown,
    }[RuleKind(ready.rule.kind)]
    too_many = any(count(rate, asked) > rate.most for rate in ready.rates)
    return "" if too_many else None


def written(rate, asked: Question) -> int:
    which = WHAT[rate.subject]
    now = {"place": asked.place, "opens": asked.opens}
    if any(now[name] != value for name, value in which.items()):
        return 0
    return 1 + traces.written_by(asked.author, rate.within, **which)


def repeated(rate, asked: Question) -> int:
    return counted(traces.repeats(asked.text, rate.within), rate, asked)


def shown(rate, asked: Question) -> int:
    return max(
        (
            counted(traces.likes(picture, rate.within), rate, asked)
            for picture in asked.pictures
        ),
        default=0,
    )


def counted(authors: list[int], rate, asked: Question) -> int:
    """Count accounts, or times that this account did it, this time included."""
    mine = asked.author.pk
    if rate.subject == "compte":
        return len({*authors, mine})
    return authors.count(mine) + 1


class Kept:
    """The rules in force, read again when the database holds others."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.generation: tuple | None = None
        self.rules = Ruleset([])

    def current(self) -> Ruleset:
        generation = Rule.objects.generation()
        with self.lock:
            if generation != self.generation:
                self.rules = Ruleset(Rule.objects.active())
                self.generation = generation
            return self.rules


kept = Kept()


def screen(
    text: str,
    *,
    place: Place,
    author=None,
    is_new: bool = False,
    opens: bool = False,
    pictures: Iterable[int] = (),
) -> Verdict:
    """Say what the rules in force find in `text`, before it is stored.

    `is_new`: the account is recent; `opens`: the message begins a conversation;
    `pictures`: what `picture_hash` gives. Rates and repeats need an `author`.
    """
    asked = Question(text, place, author, is_new, opens, tuple(pictures))
    return kept.current().verdict(asked)
