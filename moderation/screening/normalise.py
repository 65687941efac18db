"""A text as rules read it: plain words, whatever disguises them.

Words are edges of a graph whose nodes stand between tokens. « m.a.n » gives three edges
of one token and longer ones, « ma », « an », « man »: a rule follows any path.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from .letters import plain

TOKEN = re.compile(r"[a-z0-9]+(?:[@$*|!][a-z0-9]+)*")
# What stands between the letters of one word to hide it.
GLUE = re.compile(r"[._\-*'|~+/\\·,]{1,2}")
APART = re.compile(r"[ ._\-*'|~+/\\·,]{1,3}")
LONGEST_CHAIN = 14
LONGEST_WORD = 24
LETTERS_FOR = {
    "0": "o",
    "1": "il",
    "3": "e",
    "4": "a",
    "5": "s",
    "7": "t",
    "8": "b",
    "@": "a",
    "$": "s",
    "|": "l",
    "!": "i",
    "*": "aeiou",
}
DISGUISED = re.compile(r"[0-9@$|!*]")
DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
MOST_DISGUISES = 3


@dataclass(frozen=True, slots=True)
class Plain:
    """Plain characters, and for each the character of the text it comes from."""

    text: str
    places: list[int]

    def replaced(self, pattern: re.Pattern[str], by: str) -> "Plain":
        """Replace as `re.sub` does, without losing where characters come from."""
        parts: list[str] = []
        places: list[int] = []
        end = 0
        for found in pattern.finditer(self.text):
            new = found.expand(by)
            parts += [self.text[end : found.start()], new]
            places += self.places[end : found.start()]
            places += [self.places[found.start()]] * len(new)
            end = found.end()
        if not end:
            return self
        return Plain("".join([*parts, self.text[end:]]), [*places, *self.places[end:]])


class Edge(NamedTuple):
    end: int
    forms: tuple[str, ...]


@dataclass(slots=True)
class Reading:
    """The words of a text: its `tokens`, and the edges that start at each of them."""

    original: str
    plain: Plain
    tokens: list[re.Match[str]] = field(default_factory=list)
    edges: list[list[Edge]] = field(default_factory=list)

    def quote(self, start: int, end: int) -> str:
        """Return what the person wrote from one node to another, on one line."""
        first = self.plain.places[self.tokens[start].start()]
        last = after(self.plain, self.tokens[end - 1].end(), len(self.original))
        return shortened(self.original[first:last])


def shortened(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 120 else words[:119] + "…"


def plain_text(text: str) -> Plain:
    letters = {character: plain(character) for character in set(text)}
    if all(len(one) == 1 for one in letters.values()):
        return Plain(
            text.translate({ord(one): by for one, by in letters.items()}),
            list(range(len(text))),
        )
    places = [place for place, one in enumerate(text) for _letter in letters[one]]
    return Plain("".join([letters[one] for one in text]), places)


def read(text: str) -> Reading:
    plain = plain_text(text)
    tokens = list(TOKEN.finditer(plain.text))
    reading = Reading(text, plain, tokens)
    for number, token in enumerate(tokens, start=1):
        edges = [Edge(number, forms(token[0]))]
        end = token.end()
        if len(token[0]) == 1 or plain.text[end : end + 1] != " ":
            edges += chains(plain, tokens, number - 1)
        reading.edges.append(edges)
    return reading


def after(plain: Plain, end: int, length: int) -> int:
    """Return where the next character starts: marks that nobody reads come along."""
    following = plain.places[end] if end < len(plain.places) else length
    return max(following, plain.places[end - 1] + 1)


def chains(plain: Plain, tokens: list[re.Match[str]], number: int) -> list[Edge]:
    """Return the longer words that start at a token, glued to those that follow."""
    joined, found = tokens[number][0], []
    for following in range(number + 1, min(number + LONGEST_CHAIN, len(tokens))):
        before, after = tokens[following - 1], tokens[following]
        if plain.text[before.end()] == " " and len(before[0]) > 1:
            break
        between = plain.text[before.end() : after.start()]
        spaced = len(before[0]) == len(after[0]) == 1 and APART.fullmatch(between)
        joined += after[0]
        if not (spaced or GLUE.fullmatch(between)) or len(joined) > LONGEST_WORD:
            break
        found.append(Edge(following + 1, forms(joined)))
    return found


@lru_cache(8192)
def forms(word: str) -> tuple[str, ...]:
    """Return a word and what it may stand for: « ch1ot » is also « chiot »."""
    if word.isalpha():
        return (word,) if not DRAWN_OUT.search(word) else drawn_in(word)
    if word.isdigit() or len(DISGUISED.findall(word)) > MOST_DISGUISES:
        return (word,)
    letters = [LETTERS_FOR.get(character, character) for character in word]
    return (word, *("".join(one) for one in product(*letters)))


def drawn_in(word: str) -> tuple[str, ...]:
    return word, DRAWN_OUT.sub(r"\1", word), DRAWN_OUT.sub(r"\1\1", word)
