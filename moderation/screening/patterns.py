"""The small notation in which editors write what a rule looks for.

| Written | Found |
|---|---|
| `mandat cash` | these words together, whatever their accents and capitals |
| `chiot*` | the words that begin so |
| `{vends\\|donne\\|à vendre} chiot*` | one of several words or expressions |
| `{petit\\|gros}? chiot*`, `joli? chiot*` | a word that may be there |
| `vends … chiot*`, `vends …12 chiot*` | up to 5 words (or 12) between |
| `#` | a number written in figures |
| `mandat & avance` | both in the text, wherever |
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .normalise import Reading, plain_text

USUAL_GAP = 5
LONGEST_GAP = 30
SHORTEST_STEM = 3
PART = re.compile(r"…\d*|\{[^{}]*\}\??|[^\s{}…]+")
WORD = re.compile(r"[a-z0-9]+")


class BadPattern(ValueError):
    """A line that does not follow the notation; the message is for the editor."""


@dataclass(frozen=True, slots=True)
class Word:
    letters: str
    begins: bool = False

    def is_one_of(self, forms: tuple[str, ...]) -> bool:
        if self.letters == "#":
            return forms[0][0].isdigit()
        if self.begins:
            return any(form.startswith(self.letters) for form in forms)
        return self.letters in forms


Expression = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One of `choices`, or up to `gap` words whatever they are."""

    choices: tuple[Expression, ...] = ()
    optional: bool = False
    gap: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """Steps that follow each other in a text; a pattern equals itself only."""

    steps: tuple[Step, ...]

    def first_words(self) -> set[Word]:
        return {choice[0] for choice in self.steps[0].choices}

    def ends(
        self, reading: Reading, start: int, hidden: frozenset[int] = frozenset()
    ) -> set[int]:
        """Return the nodes where the pattern may end when it starts at `start`.

        Sets of nodes and no turning back: the work is bounded by the length of the
        text times that of the pattern. Words at `hidden` nodes are not seen.
        """
        here = {start}
        for step in self.steps:
            here = after(step, reading, here, hidden)
        return here


def after(step: Step, reading: Reading, here: set[int], hidden) -> set[int]:
    if step.gap:
        last = len(reading.edges)
        return {
            node + skipped
            for node in here
            for skipped in range(step.gap + 1)
            if node + skipped <= last
        }
    there = set(here) if step.optional else set()
    for choice in step.choices:
        ends = here
        for word in choice:
            ends = follow(word, reading, ends, hidden)
        there |= ends
    return there


def follow(word: Word, reading: Reading, here: set[int], hidden) -> set[int]:
    return {
        edge.end
        for node in here
        if node < len(reading.edges)
        for edge in reading.edges[node]
        if word.is_one_of(edge.forms) and hidden.isdisjoint(range(node, edge.end))
    }


def parse(line: str, stems: bool = False) -> tuple[Pattern, ...]:
    """Return the patterns a line asks for, all of which must be in the text."""
    return tuple(parse_one(part, stems) for part in line.split("&"))


def parse_one(written: str, stems: bool) -> Pattern:
    written = written.strip().replace("...", "…")
    if written.count("{") != written.count("}") or "{" in PART.sub("", written):
        raise BadPattern(_("Fermez chaque accolade\u00a0: { et } vont par deux."))
    steps = [step for part in PART.findall(written) for step in parse_step(part, stems)]
    if not steps or steps[0].gap or steps[0].optional:
        raise BadPattern(_("Commencez par un mot qui doit être là."))
    if steps[-1].gap:
        raise BadPattern(_("Finissez par un mot, pas par «\u00a0…\u00a0»."))
    return Pattern(tuple(steps))


def parse_step(part: str, stems: bool) -> list[Step]:
    if part.startswith("…"):
        gap = int(part[1:] or USUAL_GAP)
        if not 0 < gap <= LONGEST_GAP:
            raise BadPattern(
                _("Laissez entre 1 et %d mots à «\u00a0…\u00a0».") % LONGEST_GAP
            )
        return [Step(gap=gap)]
    optional = part.endswith("?")
    part = part.removesuffix("?")
    if part.startswith("{"):
        choices = tuple(
            expression(choice, stems) for choice in part.strip("{}").split("|")
        )
        return [Step(choices, optional)]
    if optional:
        return [Step((expression(part, stems),), True)]
    return [Step(((word,),)) for word in expression(part, stems)]


def expression(written: str, stems: bool) -> Expression:
    words = [word for piece in written.split() for word in words_of(piece, stems)]
    if not words:
        raise BadPattern(_("Écrivez au moins un mot entre les signes."))
    return tuple(words)


def words_of(piece: str, stems: bool) -> list[Word]:
    if piece == "#":
        return [Word("#")]
    begins = stems or piece.endswith("*")
    letters = WORD.findall(plain_text(piece.removesuffix("*")).text)
    if not letters or "*" in piece.removesuffix("*"):
        raise BadPattern(
            _("L’étoile se met à la fin d’un mot\u00a0: «\u00a0chiot*\u00a0».")
        )
    if begins and len(letters[-1]) < SHORTEST_STEM:
        raise BadPattern(_("Gardez au moins trois lettres devant l’étoile."))
    return [*map(Word, letters[:-1]), Word(letters[-1], begins)]
