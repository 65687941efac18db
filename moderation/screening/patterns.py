"""The small notation in which editors write what a rule looks for.

| Written | Found |
|---|---|
| `mandat cash` | these words together, whatever their accents and capitals |
| `chiot*` | the words that begin so |
| `{vends\\|donne\\|à vendre} chiot*` | one of several words or expressions |
| `{petit\\|gros}? chiot*`, `joli? chiot*` | a word that may be there |
| `vends … chiot*`, `vends …12 chiot*` | up to 5 words (or 12) between |
| `#` | a number written in figures |
| `virement ~ urgent` | both, up to 12 words apart, whichever comes first |
| `mandat & avance` | both in the text, wherever |
| `@bête = chien*\\|chat` | a list, called `@bête` in the lines of the same rule |
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain, permutations, product
from typing import NamedTuple

from django.utils.translation import gettext as _

from .normalise import plain_text

USUAL_GAP = 5
NEAR_GAP = 12
LONGEST_GAP = 30
SHORTEST_STEM = 3
PART = re.compile(r"…\d*|\{[^{}]*\}\??|[^\s{}…]+")
WORD = re.compile(r"[a-z0-9]+")
LIST = re.compile(r"@(\w+) ?= ?([^{}@=…&~]+)")
CALLED = re.compile(r"@(\w+)")


class BadPattern(ValueError):
    """A line that does not follow the notation; the message is for the editor."""


class Word(NamedTuple):
    letters: str
    begins: bool = False


FIGURES = Word("#")
Expression = tuple[Word, ...]
# Nodes of a text are the bits of a number. For each word that rules name, by how many
# nodes it leads on: the nodes where it starts.
Places = Mapping[Word, Mapping[int, int]]


class Step:
    """One of `choices`, or up to `gap` words whatever they are."""

    def __init__(
        self, choices: Iterable[Expression] = (), optional: bool = False, gap: int = 0
    ):
        self.optional, self.gap = optional, gap
        self.choices: dict[Word, list[Expression]] = {}
        for choice in choices:
            self.choices.setdefault(choice[0], []).append(choice)


class Pattern:
    """Steps that follow each other in a text; a pattern equals itself only."""

    def __init__(self, steps: Iterable[Step]):
        self.steps = tuple(steps)
        self.first_words = self.steps[0].choices.keys()
        self.needed = [
            step.choices.keys()
            for step in self.steps
            if not (step.gap or step.optional)
        ]
        self.words = {
            word
            for step in self.steps
            for word in chain(*chain.from_iterable(step.choices.values()))
        }
        self.is_one_word = len(self.steps) == 1 and self.words == self.first_words

    def spans(
        self, places: Places, starts: int, hidden: int = 0
    ) -> Iterator[tuple[int, int]]:
        """Yield each node of `starts` where the pattern is, with its possible ends."""
        while starts:
            first = starts & -starts
            starts ^= first
            if ends := self.ends(places, first, hidden):
                yield first.bit_length() - 1, ends

    def ends(self, places: Places, starts: int, hidden: int = 0) -> int:
        """Return the nodes where the pattern may end when it starts at one of `starts`.

        Sets of nodes and no turning back: the work is bounded by the length of the
        text times that of the pattern. Words at `hidden` nodes are not seen.
        """
        here = starts
        for step in self.steps:
            here = after(step, places, here, hidden)
            if not here:
                break
        return here


def after(step: Step, places: Places, here: int, hidden: int) -> int:
    if step.gap:
        return spread(here, step.gap)
    there = here if step.optional else 0
    for first in places.keys() & step.choices.keys():
        if then := follow(first, places, here, hidden):
            for choice in step.choices[first]:
                there |= follow_all(choice[1:], places, then, hidden)
    return there


def spread(here: int, most: int) -> int:
    """Return the nodes up to `most` after those of `here`."""
    done = 0
    while done < most:
        more = min(done + 1, most - done)
        here |= here << more
        done += more
    return here


def follow_all(words: Expression, places: Places, here: int, hidden: int) -> int:
    for word in words:
        if word not in places:
            return 0
        here = follow(word, places, here, hidden)
    return here


def follow(word: Word, places: Places, here: int, hidden: int) -> int:
    there = 0
    for length, starts in places[word].items():
        seen = here & starts
        if seen and hidden:
            seen &= ~touching(hidden, length)
        there |= seen << length
    return there


def touching(hidden: int, length: int) -> int:
    """Return where a word of `length` nodes starts when it covers a hidden one."""
    nodes = 0
    for before in range(length):
        nodes |= hidden >> before
    return nodes


def lists_of(written: Iterable[str]) -> dict[str, str]:
    """Return the lists that some lines define, by their names."""
    found = filter(None, map(LIST.fullmatch, written))
    return {one[1]: one[2].strip() for one in found}


def called(line: str, lists: Mapping[str, str]) -> str:
    """Put lists in place of their names, in braces unless they are there already."""
    return "".join(
        CALLED.sub(partial(choices, lists, piece[:1] == "{"), piece)
        for piece in re.split(r"(\{[^{}]*\})", line)
    )


def choices(lists: Mapping[str, str], in_braces: bool, name: re.Match[str]) -> str:
    if name[1] not in lists:
        raise BadPattern(
            _("La liste @%(name)s n’est pas écrite\u00a0: @%(name)s = mot|mot.")
            % {"name": name[1]}
        )
    return lists[name[1]] if in_braces else "{" + lists[name[1]] + "}"


def parse(
    line: str, lists: Mapping[str, str], stems: bool = False
) -> list[tuple[Pattern, ...]]:
    """Return groups of patterns: those of one group must all be in the text."""
    either = [in_any_order(part) for part in called(line, lists).split("&")]
    return [
        tuple(parse_one(part, stems) for part in parts) for parts in product(*either)
    ]


def in_any_order(part: str) -> list[str]:
    if part.count("~") > 1:
        raise BadPattern(_("Un seul «\u00a0~\u00a0» entre deux «\u00a0&\u00a0»."))
    return [f"…{NEAR_GAP} ".join(pair) for pair in permutations(part.split("~"))]


def parse_one(written: str, stems: bool) -> Pattern:
    written = written.strip().replace("...", "…")
    if written.count("{") != written.count("}") or "{" in PART.sub("", written):
        raise BadPattern(_("Fermez chaque accolade\u00a0: { et } vont par deux."))
    steps = [step for part in PART.findall(written) for step in parse_step(part, stems)]
    if not steps or steps[0].gap or steps[0].optional:
        raise BadPattern(_("Commencez par un mot qui doit être là."))
    if steps[-1].gap:
        raise BadPattern(_("Finissez par un mot, pas par «\u00a0…\u00a0»."))
    return Pattern(steps)


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
        return [FIGURES]
    begins = stems or piece.endswith("*")
    letters = WORD.findall(plain_text(piece.removesuffix("*")).text)
    if not letters or "*" in piece.removesuffix("*"):
        raise BadPattern(
            _("L’étoile se met à la fin d’un mot\u00a0: «\u00a0chiot*\u00a0».")
        )
    if begins and len(letters[-1]) < SHORTEST_STEM:
        raise BadPattern(_("Gardez au moins trois lettres devant l’étoile."))
    return [*map(Word, letters[:-1]), Word(letters[-1], begins)]
