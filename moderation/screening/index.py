"""Finds in one walk over a text where any of many patterns may start."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from .normalise import Edge, Reading
from .patterns import SHORTEST_STEM, Pattern, Word

Starts = dict[Pattern, list[int]]


class Index:
    """Patterns by their first words, so that a text costs by its length alone."""

    def __init__(self, wanted: Iterable[Pattern]):
        patterns = list(dict.fromkeys(wanted))
        self.whole: dict[str, list[Pattern]] = defaultdict(list)
        self.stems: dict[str, list[Pattern]] = defaultdict(list)
        for pattern in patterns:
            for word in pattern.first_words():
                table = self.stems if word.begins else self.whole
                table[word.letters].append(pattern)
        self.longest = max(map(len, self.stems), default=0)
        self.longest_anywhere = max(
            (
                len(word.letters)
                for pattern in patterns
                for step in pattern.steps
                for choice in step.choices
                for word in choice
            ),
            default=0,
        )

    def search(self, reading: Reading) -> Starts:
        """Return for each pattern that is in the text the nodes where it starts."""
        found: Starts = defaultdict(list)
        vocabulary = Vocabulary(reading, self.longest_anywhere)
        possible: dict[Pattern, bool] = {}
        for node, edges in enumerate(reading.edges):
            for pattern in self.candidates(edges):
                if pattern not in possible:
                    possible[pattern] = vocabulary.allows(pattern)
                if possible[pattern] and pattern.ends(reading, node):
                    found[pattern].append(node)
        return found

    def candidates(self, edges: list[Edge]) -> dict[Pattern, None]:
        return {
            pattern: None
            for edge in edges
            for form in edge.forms
            for pattern in self.beginning_with(form)
        }

    def beginning_with(self, form: str) -> Iterator[Pattern]:
        if form in self.whole:
            yield from self.whole[form]
        if form[0].isdigit() and "#" in self.whole:
            yield from self.whole["#"]
        for length in range(SHORTEST_STEM, min(len(form), self.longest) + 1):
            if form[:length] in self.stems:
                yield from self.stems[form[:length]]


class Vocabulary:
    """The words of a text and how they begin, to rule out most patterns at once."""

    def __init__(self, reading: Reading, longest: int):
        self.words = {
            form for edges in reading.edges for edge in edges for form in edge.forms
        }
        self.beginnings = {
            form[:length]
            for form in self.words
            for length in range(SHORTEST_STEM, min(len(form), longest) + 1)
        }

    def allows(self, pattern: Pattern) -> bool:
        return all(
            step.gap
            or step.optional
            or any(all(map(self.has, choice)) for choice in step.choices)
            for step in pattern.steps
        )

    def has(self, word: Word) -> bool:
        if word.letters == "#":
            return True
        return word.letters in (self.beginnings if word.begins else self.words)
