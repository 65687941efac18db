"""Asks one question of a server, and says whether two answers are the same."""

import hashlib
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from typing import Any

from graphql_api.pagination import MAX_COUNT

from .documents import Question

HEADERS = {"Content-Type": "application/json", "X-Forwarded-Proto": "https"}
OPAQUE = {"endCursor", "startCursor", "cursor"}  # each server has its own
Shape = Callable[[str, dict, bool], Any]


class Different(Exception):
    """Two servers do not say the same: nothing is measured."""


def ask(url: str, question: Question, headers: dict[str, str]) -> dict:
    body = question.body.encode()
    request = urllib.request.Request(url, body, {**HEADERS, **headers})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            found = json.loads(answer.read())
    except urllib.error.HTTPError as error:
        raise Different(f"{question.name}: {error.read()[:500]!r}") from error
    if "errors" in found or not any(found.get("data", {}).values()):
        raise Different(f"{question.name}: {found}")
    return found


def persisted(url: str, question: Question) -> tuple[str, str]:
    """Store the document of a question; return its address, and the tag of its answer.

    By Apollo's automatic persisted queries, which a client does once.
    """
    digest = hashlib.sha256(question.text.encode()).hexdigest()
    wanted = {"persistedQuery": {"version": 1, "sha256Hash": digest}}
    body = {"query": question.text, "variables": question.variables}
    post = json.dumps({**body, "extensions": wanted}).encode()
    with urllib.request.urlopen(urllib.request.Request(url, post, HEADERS)):
        pass
    variables = json.dumps(question.variables)
    query = urllib.parse.urlencode({"documentId": digest, "variables": variables})
    address = f"{url}?{query}"
    request = urllib.request.Request(address, headers=HEADERS)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return address, answer.headers["ETag"]


def to_a_neighbour(answer: dict) -> dict:
    """Return what a visitor reads as a signed-in neighbour of the author does."""
    listing = answer["data"].get("listing")
    if listing is None:
        return answer
    return {**answer, "data": {"listing": {**listing, "canContact": True}}}


def same_shape(name: str, answer: dict, reference: bool) -> Any:
    """Return all the data, its keys in their order, its cursors hidden.

    Stock servers count to the end: their totals are read as the product writes them.
    """
    return ordered(answer["data"])


def ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return [(key, read(key, inner)) for key, inner in value.items()]
    return [ordered(inner) for inner in value] if isinstance(value, list) else value


def read(key: str, value: Any) -> Any:
    if key in OPAQUE:
        return bool(value)
    return min(value, MAX_COUNT + 1) if key == "totalCount" else ordered(value)


def compare(peer: str, name: str, shape: Shape, answer: dict, reference: dict) -> None:
    """Refuse an answer that differs from the product's, as far as `shape` can see."""
    found, wanted = shape(name, answer, False), shape(name, reference, True)
    if found != wanted:
        place = difference(found, wanted)
        raise Different(f"{peer} answers {name} otherwise than the product: {place}")


def difference(found: Any, wanted: Any, place: str = "") -> str:
    """Return where two answers part, and what stands there."""
    several = isinstance(found, list | tuple) and isinstance(wanted, list | tuple)
    if several and len(found) == len(wanted):
        for number, (one, other) in enumerate(zip(found, wanted, strict=True)):
            if one != other:
                return difference(one, other, f"{place}/{number}")
    return f"{place}: {str(found)[:200]} instead of {str(wanted)[:200]}"
