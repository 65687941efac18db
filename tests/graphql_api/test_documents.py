"""Documents sent once and named afterwards; documents known beforehand."""

import json
from base64 import b64encode
from hashlib import sha256

import pytest
from graphql import parse, validate

from graphql_api.execution.documents import checked_document, registered
from graphql_api.schema import schema

pytestmark = pytest.mark.django_db
QUERY = "{ categories { slug } }"
DIGEST = sha256(QUERY.encode()).hexdigest()


def persisted(digest=DIGEST, version=1):
    return {"persistedQuery": {"version": version, "sha256Hash": digest}}


@pytest.fixture
def ask(client):
    def send(**body):
        return client.post("/graphql/", body, "application/json").json()

    return send


def code(answer):
    return answer["errors"][0]["extensions"]["code"]


def test_a_document_is_sent_once_then_named(ask, client):
    missing = ask(extensions=persisted())
    assert code(missing) == "PERSISTED_QUERY_NOT_FOUND"
    assert missing["errors"][0]["message"] == "PersistedQueryNotFound"
    told = ask(query=QUERY, extensions=persisted())
    assert told["data"]["categories"]
    assert ask(extensions=persisted()) == told
    assert ask(extensions=persisted(DIGEST.upper())) == told
    by_get = client.get("/graphql/", {"extensions": json.dumps(persisted())})
    assert (by_get.json(), by_get.status_code) == (told, 200)


def test_the_hash_must_be_that_of_the_text(ask):
    assert code(ask(query="{ me { id } }", extensions=persisted())) == "BAD_USER_INPUT"
    assert code(ask(extensions=persisted())) == "PERSISTED_QUERY_NOT_FOUND"


def test_what_is_refused_is_not_kept(ask):
    text = "{ nope }"
    digest = sha256(text.encode()).hexdigest()
    refused = ask(query=text, extensions=persisted(digest))
    assert code(refused) == "GRAPHQL_VALIDATION_FAILED"
    assert code(ask(extensions=persisted(digest))) == "PERSISTED_QUERY_NOT_FOUND"


@pytest.mark.parametrize(
    "extensions",
    [
        {"persistedQuery": 5},
        {"persistedQuery": {"version": 1}},
        {"persistedQuery": {"version": 1, "sha256Hash": 5}},
        persisted(version=2),
    ],
)
def test_a_strange_extension_is_refused(ask, extensions):
    assert code(ask(query=QUERY, extensions=extensions)) == "BAD_USER_INPUT"


@pytest.mark.parametrize("key", ["x", "../secret", "é" * 300, "0" * 64, " \n\x00"])
def test_an_unknown_name_is_not_found(ask, key):
    assert code(ask(documentId=key)) == "PERSISTED_QUERY_NOT_FOUND"
    assert code(ask(extensions=persisted(key))) == "PERSISTED_QUERY_NOT_FOUND"


def test_a_registered_document_is_asked_by_name_or_hash(ask, client):
    text = registered()["latest-listings"]
    named = ask(documentId="latest-listings", variables={"first": 1})
    assert named == ask(query=text, variables={"first": 1})
    digest = sha256(text.encode()).hexdigest()
    assert named == ask(documentId=digest, variables={"first": 1})
    address = {"documentId": "latest-listings", "variables": '{"first": 1}'}
    answer = client.get("/graphql/", address)
    assert answer.json() == named
    assert answer["Cache-Control"].startswith("public")


def test_a_deployment_can_take_registered_documents_only(ask, settings):
    ask(query=QUERY, extensions=persisted())
    settings.GRAPHQL_REGISTERED_ONLY = True
    assert code(ask(query=QUERY)) == "FORBIDDEN"
    assert code(ask(extensions=persisted())) == "FORBIDDEN"
    assert "errors" not in ask(documentId="latest-listings")
    assert "errors" not in ask(query=registered()["latest-listings"])


@pytest.mark.parametrize("name", [name for name in registered() if len(name) < 64])
def test_registered_documents_are_valid(name):
    assert validate(schema.graphql_schema, parse(registered()[name])) == []


def test_town_halls_get_the_name_of_their_commune_without_any_listing(ask):
    place = {"place": b64encode(b"Commune:58194").decode(), "named": True}

    named = ask(documentId="latest-listings", variables={"commune": "58194", **place})

    assert named["data"] == {"place": {"name": "Nevers"}, "listings": {"edges": []}}
    assert ask(documentId="latest-listings")["data"] == {"listings": {"edges": []}}


def test_memory_keeps_the_variables_of_queries_and_no_words_of_mutations(ask):
    query = "query ($search: String!) { listings(search: $search) { totalCount } }"
    mutation = """mutation ($token: String!) { cancelErasure(input: {token: $token}) {
      errors { code } } }"""

    ask(query=query, variables={"search": "bois"})
    ask(query=mutation, variables={"token": "a secret"})

    assert len(checked_document(query).told.values) == 1
    assert len(checked_document(mutation).told.values) == 0
