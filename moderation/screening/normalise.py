"""A text as rules read it: plain words, whatever disguises them.

Words are edges of a graph whose nodes stand between tokens. « m.a.n » gives three edges
of one token and longer ones, « ma », « an », « man »: a rule follows any path.
"""

import re
from dataclasses import dataclass, field
from itertools import product

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


@dataclass(frozen=True, slots=True)
class Edge:
    end: int
    forms: tuple[str, ...]


@dataclass(slots=True)
class Reading:
    """The words of a text; `spans` are where tokens start and end in it."""

    original: str
    plain: Plain
    spans: list[tuple[int, int]] = field(default_factory=list)
    edges: list[list[Edge]] = field(default_factory=list)

    def quote(self, start: int, end: int) -> str:
        """Return what the person wrote from one node to another, on one line."""
        first, last = self.spans[start][0], self.spans[end - 1][1]
        return shortened(self.original[first:last])


def shortened(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 120 else words[:119] + "…"


def plain_text(text: str) -> Plain:
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter in plain(character):
            characters.append(letter)
            places.append(place)
    return Plain("".join(characters), places)


def read(text: str) -> Reading:
    reading = Reading(text, plain_text(text))
    tokens = list(TOKEN.finditer(reading.plain.text))
    for token in tokens:
        first = reading.plain.places[token.start()]
        last = reading.plain.places[token.end() - 1]
        reading.spans.append((first, last + 1))
    for number, token in enumerate(tokens):
        reading.edges.append(
            [Edge(number + 1, forms(token[0])), *chains(reading.plain, tokens, number)]
        )
    return reading


def chains(plain: Plain, tokens: list[re.Match[str]], number: int) -> list[Edge]:
    """Return the longer words that start at a token, glued to those that follow."""
    joined, found = tokens[number][0], []
    for following in range(number + 1, min(number + LONGEST_CHAIN, len(tokens))):
        before, after = tokens[following - 1], tokens[following]
        between = plain.text[before.end() : after.start()]
        spaced = len(before[0]) == len(after[0]) == 1 and APART.fullmatch(between)
        joined += after[0]
        if not (spaced or GLUE.fullmatch(between)) or len(joined) > LONGEST_WORD:
            break
        found.append(Edge(following + 1, forms(joined)))
    return found


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
