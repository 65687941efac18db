"""Digits, in figures or in words: « zéro six 12 trente-quatre »."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from .normalise import Plain

PIECE = re.compile(r"[a-z0-9]+")
BETWEEN = re.compile(r"[\s.,;:\-_/\\*+()\[\]'|·~=]{0,4}")
JOINING = re.compile(r"[ \-]")
FIGURES = str.maketrans("oil", "011")
LOOKS_LIKE_FIGURES = re.compile(r"(?=[oil]*\d)[\doil]{1,16}|o")
SPOKEN = [
    "zero",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
]
SPOKEN += ["dix", "onze", "douze", "treize", "quatorze", "quinze", "seize"]
UNITS = {word: value for value, word in enumerate(SPOKEN)} | {"une": 1}
TENS = {
    "vingt": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "huitante": 80,
    "octante": 80,
    "nonante": 90,
}
SKIPPED = {"et", "puis", "ensuite", "tiret", "espace"}
UP_TO_NINETEEN = {60, 80}


@dataclass(frozen=True, slots=True)
class Chunk:
    """Figures said in one breath, and where they stand in the plain text."""

    figures: str
    start: int
    end: int


def runs(plain: Plain) -> Iterator[list[Chunk]]:
    """Yield the figures that follow each other with nothing but signs between."""
    run: list[re.Match[str]] = []
    for piece in PIECE.finditer(plain.text):
        if run and not BETWEEN.fullmatch(plain.text, run[-1].end(), piece.start()):
            yield chunks(plain, run)
            run = []
        if is_number(piece[0]) or (run and piece[0] in SKIPPED):
            run.append(piece)
        elif run:
            yield chunks(plain, run)
            run = []
    if run:
        yield chunks(plain, run)


@lru_cache(8192)
def is_number(word: str) -> bool:
    return (
        word in UNITS
        or word.removesuffix("s") in TENS
        or LOOKS_LIKE_FIGURES.fullmatch(word) is not None
    )


def chunks(plain: Plain, run: list[re.Match[str]]) -> list[Chunk]:
    found, here = [], 0
    while here < len(run):
        value, used = spoken(plain, run, here)
        if value is not None:
            last = run[here + used - 1]
            found.append(Chunk(value, run[here].start(), last.end()))
        here += used
    return found


def spoken(plain: Plain, run: list[re.Match[str]], here: int) -> tuple[str | None, int]:
    """Return the figures said at `here` and how many words say them."""
    word = run[here][0]
    if word in SKIPPED:
        return None, 1
    if LOOKS_LIKE_FIGURES.fullmatch(word):
        return word.translate(FIGURES), 1
    following = [piece[0] for piece in joined_to(plain, run, here)]
    value, used = UNITS.get(word, TENS.get(word.removesuffix("s"), 0)), 1
    if value == 4 and following and following[0].removesuffix("s") == "vingt":
        value, used, following = 80, 2, following[1:]
    if value == 10 and following and following[0] in ("sept", "huit", "neuf"):
        return str(10 + UNITS[following[0]]), 2
    if value >= 20:
        more, words = added(value, following)
        value, used = value + more, used + words
    return str(value), used


def added(tens: int, following: list[str]) -> tuple[int, int]:
    """Return what follows « soixante » or « vingt », and in how many words."""
    link = 1 if following[:1] == ["et"] else 0
    word = following[link] if len(following) > link else ""
    value = UNITS.get(word, 0)
    limit = 16 if tens in UP_TO_NINETEEN else 9
    if not 0 < value <= limit or (link and value not in (1, 11)):
        return 0, 0
    after = following[link + 1] if len(following) > link + 1 else ""
    if value == 10 and after in ("sept", "huit", "neuf"):
        return 10 + UNITS[after], link + 2
    return value, link + 1


def joined_to(plain: Plain, run: list[re.Match[str]], here: int) -> list[re.Match[str]]:
    """Return the few words that follow with one space or hyphen between."""
    found: list[re.Match[str]] = []
    for before, after in pairwise(run[here : here + 5]):
        if not JOINING.fullmatch(plain.text, before.end(), after.start()):
            break
        found.append(after)
    return found
