"""Texts labelled by hand: what must be caught, what must pass.

Split once, before any rule was written: rules are written and corrected by looking at
`BUILD` only, `MEASURE` only gives the rates. `README.md` says how to add texts.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

SEED = "nievre-2026"
BUILD, MEASURE = "build", "measure"
BLIND = "à l'aveugle"
PLACES = {"L": "listing", "M": "message"}
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Sample:
    place: str
    heading: str
    text: str

    @property
    def part(self) -> str:
        digest = sha256(f"{SEED}:{self.text}".encode()).digest()
        return BUILD if digest[0] % 2 else MEASURE

    @property
    def is_blind(self) -> bool:
        """Written without reading the rules, long after the others."""
        return self.heading.startswith(BLIND)


def samples(name: str) -> list[Sample]:
    """Read `bad` or `ordinary`."""
    found, heading = [], ""
    for line in (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line[2:]
        else:
            found.append(Sample(PLACES[line[0]], heading, written(line[2:])))
    return found


def written(text: str) -> str:
    """Put title and description on two lines, and characters nobody sees in place."""
    text = text.replace(" // ", "\n")
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)


def part(name: str, wanted: str, blind: bool = False) -> list[Sample]:
    return [
        sample
        for sample in samples(name)
        if sample.part == wanted and sample.is_blind == blind
    ]
