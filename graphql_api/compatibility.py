"""Which changes of the schema would break a front end written against the last release.

`schema.published.graphql` is the schema of the last release. A change that breaks it
must be announced, one a line, in `schema.breaking.txt`; a release empties that file.
"""

from pathlib import Path

from graphql import build_schema, find_breaking_changes, print_schema

from .schema import schema

HERE = Path(__file__).parent
PUBLISHED = HERE / "schema.published.graphql"
ANNOUNCED = HERE / "schema.breaking.txt"


def unannounced(published: str, announced: str) -> tuple[set[str], set[str]]:
    """Return the changes that nobody announced, and the announcements of none."""
    today = build_schema(print_schema(schema.graphql_schema))
    changes = find_breaking_changes(build_schema(published), today)
    found = {change.description for change in changes}
    told = {line for line in announced.splitlines() if line and line[0] != "#"}
    return found - told, told - found
