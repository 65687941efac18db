"""The statement of each question, and what is bound to it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from listings.search import stems, tsquery

FOLDER = Path(__file__).parent
MATCHING = """AND l.category_id = %(category)s
  AND l.search_vector @@ %(words)s::tsquery"""
Given = dict[str, Any]


def read(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


def feed(given: Given) -> Given:
    return {**given, "kind": given["kind"].lower()}


def found(given: Given) -> Given:
    return {**feed(given), "words": tsquery(stems(given["search"]))}


STATEMENTS: dict[str, tuple[str, Callable[[Given], Given]]] = {
    "q1": (read("listings.sql").replace("{matching}", ""), feed),
    "q2": (read("listings.sql").replace("{matching}", MATCHING), found),
    "q3": (read("listing.sql"), dict),
    "q4": (read("page.sql"), dict),
}
