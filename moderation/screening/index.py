"""Finds in one walk over a text where any of many patterns may start."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from .normalise import Reading
from .patterns import FIGURES, SHORTEST_STEM, Pattern, Places, Word
from .spelling import SHORTEST_MISSPELT, skeleton

WORDS_REMEMBERED = 8192


@dataclass(frozen=True, slots=True)
class Found:
    """Where the words of rules are in a text, and where patterns in it may start."""

    places: Places
    starts: Mapping[Pattern, int] = field(default_factory=dict)

    def spans(self, pattern: Pattern, hidden: int = 0) -> Iterator[tuple[int, int]]:
        """Yield where `pattern` starts, with the nodes where it may end."""
        return pattern.spans(self.places, self.starts.get(pattern, 0), hidden)


class Index:
    """Patterns by their first words, so that a text costs by its length alone."""

    def __init__(self, wanted: Iterable[Pattern]):
        self.beginning_with: dict[Word, list[Pattern]] = defaultdict(list)
        patterns = list(dict.fromkeys(wanted))
        for pattern in patterns:
            for word in pattern.first_words:
                self.beginning_with[word].append(pattern)
        lexicon = Lexicon(word for pattern in patterns for word in pattern.words)
        # A text says the same words again and again, and so does the next one.
        self.words_of = lru_cache(WORDS_REMEMBERED)(lexicon.words_of)

    def search(self, reading: Reading) -> Found:
        """Return the patterns that are in the text, and the words they are made of."""
        places = self.places(reading)
        starts = {}
        for pattern in self.candidates(places):
            if any(places.keys().isdisjoint(words) for words in pattern.needed):
                continue
            nodes = starts_of(pattern, places)
            if pattern.is_one_word or pattern.ends(places, nodes):
                starts[pattern] = nodes
        return Found(places, starts)

    def places(self, reading: Reading) -> dict[Word, dict[int, int]]:
        found: dict[Word, dict[int, int]] = {}
        for node, edges in enumerate(reading.edges):
            for edge in edges:
                for form in edge.forms:
                    for word in self.words_of(form):
                        where = found.setdefault(word, {})
                        length = edge.end - node
                        where[length] = where.get(length, 0) | 1 << node
        return found

    def candidates(self, places: Places) -> dict[Pattern, None]:
        return {
            pattern: None
            for word in places
            for pattern in self.beginning_with.get(word, ())
        }


def starts_of(pattern: Pattern, places: Places) -> int:
    nodes = 0
    for word in places.keys() & pattern.first_words:
        for starts in places[word].values():
            nodes |= starts
    return nodes


class Lexicon:
    """Every word that rules name, and what a word of a text may be among them."""

    def __init__(self, words: Iterable[Word]):
        known = set(words)
        self.whole = {word.letters: word for word in known if not word.begins}
        self.stems = {word.letters: word for word in known if word.begins}
        self.longest = max(map(len, self.stems), default=0)
        self.misspelt: dict[str, list[Word]] = defaultdict(list)
        for word in known:
            if len(word.letters) >= SHORTEST_MISSPELT:
                self.misspelt[skeleton(word.letters)].append(word)

    def words_of(self, form: str) -> tuple[Word, ...]:
        """Return the words of rules that `form` is; failing that, what it sounds as."""
        exact = [self.whole[form]] if form in self.whole else []
        if form[0].isdigit():
            exact.append(FIGURES)
        for length in range(SHORTEST_STEM, min(len(form), self.longest) + 1):
            if form[:length] in self.stems:
                exact.append(self.stems[form[:length]])
        return tuple(exact or self.heard(form))

    def heard(self, form: str) -> list[Word]:
        if len(form) < SHORTEST_MISSPELT or not form.isalpha():
            return []
        sound = skeleton(form)
        return [
            word
            for length in range(SHORTEST_STEM, len(sound) + 1)
            for word in self.misspelt.get(sound[:length], ())
            if word.begins or length == len(sound)
        ]
