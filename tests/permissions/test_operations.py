"""Who gets what from every query and mutation: the outcomes stand in operations.csv."""

import json

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from graphql_api.schema import schema

from .operations import MUTATIONS, QUERIES, document
from .tables import check
from .world import ROLES, build

ASKED = {"query": QUERIES, "mutation": MUTATIONS}


def outcome(answer) -> str:
    """Return « data », « null », or the codes of what was refused."""
    if "errors" in answer:
        return "/".join(error["extensions"]["code"] for error in answer["errors"])
    (got,) = answer["data"].values()
    if got is None:
        return "null"
    refused = isinstance(got, dict) and got.get("errors")
    return "/".join(error["code"] for error in refused) if refused else "data"


def asked(client: Client, kind: str, name: str, ids: dict[str, str]) -> str:
    """Return what came of one operation whose effects are undone."""
    text = document(kind, name)
    variables = {one: key for one, key in ids.items() if f"${one}" in text}
    cache.clear()
    body = json.dumps({"query": text, "variables": variables})
    with transaction.atomic():
        sent = client.post("/graphql/", body, content_type="application/json")
        transaction.set_rollback(True)
    return outcome(sent.json())


def found(role: str) -> dict[tuple[str, str], str]:
    world = build()
    client = Client()
    if world.people[role]:
        client.force_login(world.people[role])
    return {
        (kind, name): asked(client, kind, name, world.ids())
        for kind, fields in ASKED.items()
        for name in fields
    }


def test_every_field_of_the_schema_has_its_document():
    root = schema.graphql_schema
    assert root.query_type.fields.keys() == QUERIES.keys()
    assert root.mutation_type.fields.keys() == MUTATIONS.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says_of_every_operation(role):
    check("operations.csv", role, found(role))
