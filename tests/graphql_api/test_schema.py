from pathlib import Path

from graphql import print_schema

from graphql_api.schema import schema

COMMITTED = Path(__file__).parents[2] / "graphql_api" / "schema.graphql"


def test_the_committed_schema_is_the_one_served():
    assert COMMITTED.read_text() == print_schema(schema.graphql_schema) + "\n"


def test_people_are_only_residents():
    fields = schema.graphql_schema.get_type("Resident").fields
    assert set(fields) == {"displayName", "kind", "memberSince"}
