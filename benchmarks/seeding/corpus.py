"""French words of neighbours, taken from the demo and drawn again and again."""

import re
from collections import defaultdict
from pathlib import Path
from random import Random

from territory.shipped import read_yaml

DEMO = Path(__file__).resolve().parent.parent.parent / "config" / "demo"
SENTENCE = re.compile(r"(?<=[.!?])\s+")
LENGTH = 380  # characters of a description, about


def demo(name: str) -> list[dict]:
    content = read_yaml(DEMO / f"{name}.yaml")
    return content[name]


class Corpus:
    """Titles and sentences of the demo's listings, by kind and category."""

    def __init__(self, rng: Random):
        self.rng = rng
        self.models: dict[str, list[dict]] = defaultdict(list)
        self.own: dict[str, list[str]] = defaultdict(list)
        self.all: list[str] = []
        for row in demo("listings"):
            sentences = SENTENCE.split(row["description"].strip())
            self.models[row["kind"]].append(row)
            self.own[row["category"]] += sentences
            self.all += sentences

    def model(self, kind: str) -> dict:
        """Return a listing of the demo, to take title and category from."""
        return self.rng.choice(self.models[kind])

    def description(self, category: str) -> str:
        """Half of the sentences speak of the category, the others of anything."""
        target = self.rng.randint(LENGTH - 120, LENGTH + 60)
        chosen: list[str] = []
        while sum(map(len, chosen)) < target:
            source = self.own[category] if len(chosen) % 2 == 0 else self.all
            chosen.append(self.rng.choice(source))
        return " ".join(chosen)

    def sentence(self) -> str:
        return self.rng.choice(self.all)

    def paragraph(self, sentences: int = 3) -> str:
        return " ".join(self.rng.sample(self.all, sentences))
