"""The four questions, with the variables under which each is asked."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
VARIABLES: dict[str, dict[str, Any]] = {
    "q1": {"kind": "OFFER", "first": 20},
    "q2": {"kind": "OFFER", "category": "jardin-bois", "search": "bois", "first": 20},
    "q3": {"code": "BENCH1"},
    "q4": {"path": "/infos/dossier-1/fiche-1/"},
}
MEANING = {
    "q1": "20 newest offers",
    "q2": "20 offers of a category, by words",
    "q3": "one listing, whole",
    "q4": "one page of 10 blocks",
}


@dataclass(frozen=True)
class Question:
    name: str
    text: str
    variables: dict[str, Any]

    @property
    def body(self) -> str:
        """What a client sends."""
        return json.dumps({"query": self.text, "variables": self.variables})


def questions(
    folder: Path = FOLDER, variables: dict[str, dict[str, Any]] = VARIABLES
) -> dict[str, Question]:
    """Return Q1–Q4 as they are written in `folder`."""
    return {
        name: Question(name, (folder / f"{name}.graphql").read_text("utf-8"), given)
        for name, given in variables.items()
    }
