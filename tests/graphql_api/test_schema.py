from pathlib import Path

from graphql import is_introspection_type, is_specified_scalar_type, print_schema

from graphql_api.schema import schema

COMMITTED = Path(__file__).parents[2] / "graphql_api" / "schema.graphql"


def test_the_committed_schema_is_the_one_served():
    assert COMMITTED.read_text() == print_schema(schema.graphql_schema) + "\n"


def test_people_are_only_residents():
    fields = schema.graphql_schema.get_type("Resident").fields
    assert set(fields) == {
        "about",
        "displayName",
        "isVerified",
        "kind",
        "memberSince",
    }


def named_parts():
    """Every type, field, argument and value that the schema describes."""
    for name, kind in schema.graphql_schema.type_map.items():
        if is_introspection_type(kind) or is_specified_scalar_type(kind):
            continue
        yield name, kind
        for field_name, field in (getattr(kind, "fields", None) or {}).items():
            yield f"{name}.{field_name}", field
            for argument, one in (getattr(field, "args", None) or {}).items():
                yield f"{name}.{field_name}({argument}:)", one
        for value, one in (getattr(kind, "values", None) or {}).items():
            yield f"{name}.{value}", one


def test_everything_is_described():
    described = {name: part.description for name, part in named_parts()}
    assert [name for name, words in described.items() if not words] == []


def test_what_is_deprecated_says_what_to_use_instead():
    reasons = {
        name: part.deprecation_reason
        for name, part in named_parts()
        if getattr(part, "deprecation_reason", None) is not None
    }
    assert all(len(reason) > 20 for reason in reasons.values()), reasons
