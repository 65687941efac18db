"""From what was asked to a document that may be executed; persisted ones included."""

import hashlib
import re
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from django.core.cache import cache as shared
from graphql import GraphQLError, parse, validate

from ..freshness.kept import Kept
from ..requests import Asked, Refused, RefusedDocument
from ..schema import schema
from .structure import Structure

REGISTERED = Path(__file__).parent.parent / "documents"
BRACKETS = re.compile(r"[{}\[\]()]")
SHA256 = re.compile("[0-9a-f]{64}")
NOT_FOUND = "PERSISTED_QUERY_NOT_FOUND"
KEPT = 256  # parsed documents in the memory of one process
TEXTS: Kept[str] = Kept(KEPT)


def document_of(asked: Asked) -> Structure:
    """Return the document to execute, measured; keep its text when that was asked.

    Clients send the SHA-256 alone first, then, after PERSISTED_QUERY_NOT_FOUND, with
    the text: the protocol of Apollo's automatic persisted queries, version 1.
    """
    digest = digest_in(asked.extensions)
    text = asked.query or kept_text(digest or asked.document_id or "")
    if digest and digest != sha256(text):
        raise Refused(400, "BAD_USER_INPUT", "The hash is not that of the query.")
    if settings.GRAPHQL_REGISTERED_ONLY and sha256(text) not in registered():
        raise Refused(403, "FORBIDDEN", "Only registered documents are executed.")
    document = checked_document(text)
    if digest and asked.query:
        shared.set(cache_key(digest), text, settings.GRAPHQL_PERSISTED_SECONDS)
    return document


def digest_in(extensions: dict) -> str | None:
    persisted = extensions.get("persistedQuery")
    if persisted is None:
        return None
    digest = persisted.get("sha256Hash") if isinstance(persisted, dict) else None
    if not isinstance(digest, str) or persisted.get("version") != 1:
        raise Refused(400, "BAD_USER_INPUT", "`persistedQuery` is not of version 1.")
    return digest.lower()


def kept_text(key: str) -> str:
    """Return a registered document by name or hash, or one that was persisted."""
    text = registered().get(key)
    if text is None and SHA256.fullmatch(key):
        text = persisted_text(key)
    if text is None:
        raise RefusedDocument(NOT_FOUND, "PersistedQueryNotFound")
    return text


def persisted_text(digest: str) -> str | None:
    """Return a text that was persisted; each process asks for it once."""
    place = (shared.key_prefix, digest)
    if (known := TEXTS.get(place)) is None:
        found = shared.get(cache_key(digest))
        known = TEXTS.keep(place, found) if found else None
    return known


def cache_key(digest: str) -> str:
    return f"graphql-document-{digest}"


@cache
def registered() -> dict[str, str]:
    """The documents of `graphql_api/documents/`, by file name and by SHA-256."""
    texts = {
        path.stem: path.read_text("utf-8") for path in REGISTERED.glob("*.graphql")
    }
    return texts | {sha256(text): text for text in texts.values()}


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


@lru_cache(KEPT)
def checked_document(text: str) -> Structure:
    """Parse, measure and validate `text`, once for each text that passes."""
    limits = settings.GRAPHQL_LIMITS
    for name, measure in (("characters", len), ("nesting", nesting)):
        if measure(text) > limits[name]:
            message = f"Too much {name} in the document: at most {limits[name]}."
            raise RefusedDocument("LIMIT_EXCEEDED", message)
    try:
        return measured(text, limits)
    except GraphQLError as error:
        raise RefusedDocument("GRAPHQL_PARSE_FAILED", error) from error
    except RecursionError as error:
        raise RefusedDocument("LIMIT_EXCEEDED", "Too deep.") from error


def nesting(text: str) -> int:
    """Return how deep the brackets of `text` go, those inside its strings included."""
    depth = deepest = 0
    for bracket in BRACKETS.findall(text):
        depth += 1 if bracket in "{[(" else -1
        deepest = max(deepest, depth)
    return deepest


def measured(text: str, limits: dict[str, int]) -> Structure:
    document = parse(
        text,
        max_lexical_tokens=limits["tokens"],
        max_comments=limits["comments"],
    )
    structure = Structure(document)
    if too_much := structure.excess():
        raise RefusedDocument("LIMIT_EXCEEDED", too_much)
    graphql_schema = schema.graphql_schema
    mistakes = validate(graphql_schema, document, max_errors=limits["errors"])
    if mistakes:
        raise RefusedDocument("GRAPHQL_VALIDATION_FAILED", *mistakes)
    return structure
