"""Fields that plans read in a way of their own; `graphql_api/*/sources.py` fill it."""

from typing import Any

SOURCES: dict[tuple[str, str], Any] = {}
