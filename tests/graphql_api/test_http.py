"""GraphQL over HTTP: media types, methods, caches."""

import gzip

import pytest

from listings.models import Category

pytestmark = pytest.mark.django_db
GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
NAMES = {"query": "{ categories { slug } }"}
MUTATION = 'mutation { withdrawListing(input: {id: "x"}) { errors { code } } }'


def post(client, body, accept=None, **headers):
    headers |= {"Accept": accept} if accept else {}
    return client.post("/graphql/", body, content_type=JSON, headers=headers)


def codes(answer):
    return [error["extensions"]["code"] for error in answer.json()["errors"]]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (GRAPHQL, GRAPHQL),
        (f"{GRAPHQL}, {JSON};q=0.9", GRAPHQL),
        (f"{GRAPHQL};q=0.5, {JSON}", JSON),
    ],
)
def test_the_answer_is_in_the_type_asked_for(client, accept, expected):
    answer = post(client, NAMES, accept)
    assert answer["Content-Type"] == f"{expected}; charset=utf-8"
    assert "Accept" in answer["Vary"]


def test_a_type_we_do_not_speak_is_refused(client):
    answer = post(client, NAMES, "text/csv")
    assert (answer.status_code, codes(answer)) == (406, ["BAD_USER_INPUT"])


@pytest.mark.parametrize(
    "body",
    [
        {"query": "{"},
        {"query": "{ nope }"},
        {"query": "query ($id: ID!) { node(id: $id) { id } }"},
        {"query": "{ me { id } }", "operationName": "Nope"},
    ],
)
def test_what_cannot_be_executed_is_400_where_clients_understand_it(client, body):
    old, new = post(client, body, JSON), post(client, body, GRAPHQL)
    assert (old.status_code, new.status_code) == (200, 400)
    assert codes(old) == codes(new)
    assert "data" not in new.json()


def test_an_error_of_one_field_is_still_an_answer(client):
    answer = post(client, {"query": "{ listings(first: 51) { totalCount } }"}, GRAPHQL)
    assert (answer.status_code, codes(answer)) == (200, ["BAD_USER_INPUT"])


def test_a_get_reads_the_address(client):
    asked = {"query": "query ($n: Int) { communes(first: $n) { totalCount } }"}
    answer = client.get("/graphql/", asked | {"variables": '{"n": 1}'})
    assert answer.json()["data"]["communes"]["totalCount"] > 0


@pytest.mark.parametrize("variables", ["{", "[]", "1", "[" * 100_000])
def test_a_get_with_broken_variables_is_refused(client, variables):
    answer = client.get("/graphql/", NAMES | {"variables": variables})
    assert (answer.status_code, codes(answer)) == (400, ["BAD_USER_INPUT"])


def test_a_get_changes_nothing(client):
    answer = client.get("/graphql/", {"query": MUTATION})
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_a_get_is_kept_and_asked_again(client, django_assert_num_queries):
    first = client.get("/graphql/", NAMES)
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not first.cookies
    headers = {"If-None-Match": first["ETag"]}
    again = client.get("/graphql/", NAMES, headers=headers)
    assert (again.status_code, again.content) == (304, b"")
    Category.objects.first().delete()
    assert client.get("/graphql/", NAMES, headers=headers).status_code == 200


def test_an_answer_is_compressed_for_who_reads_it_so(client):
    headers = {"Accept-Encoding": "gzip"}
    packed = client.get("/graphql/", NAMES, headers=headers)
    assert packed["Content-Encoding"] == "gzip"
    plain = client.get("/graphql/", NAMES)
    assert gzip.decompress(packed.content) == plain.content
    headers["If-None-Match"] = packed["ETag"]
    assert client.get("/graphql/", NAMES, headers=headers).status_code == 304


def test_what_one_person_sees_is_never_kept(client, resident):
    client.force_login(resident)
    for answer in (client.get("/graphql/", NAMES), post(client, NAMES)):
        assert answer["Cache-Control"] == "private, no-store"
        assert "ETag" not in answer
        assert "Cookie" in answer["Vary"]


def test_an_error_is_never_kept(client):
    answer = client.get("/graphql/", {"query": "{ nope }"})
    assert (answer["Cache-Control"], answer.get("ETag")) == ("private, no-store", None)


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe",
        b"[" * 90_000,
        b"null",
        b"5",
        b'"{ me { id } }"',
        b'{"query": null}',
        b'{"query": ["a"]}',
        b'{"query": {}}',
        b'{"query": "{ me { id } }", "variables": "5"}',
        b'{"query": "{ me { id } }", "variables": []}',
        b'{"query": "{ me { id } }", "operationName": 3}',
        b'{"query": "{ me { id } }", "extensions": 3}',
        b'{"query": "{ me { id } }", "variables": {"n": NaN}}',
        b'{"query": "{ \\ud800 }"}',
        b'{"query": "{ me { id } }", "variables": {"\\udfff": 1}}',
    ],
)
def test_a_strange_body_is_refused(client, body):
    answer = post(client, body)
    assert (answer.status_code, codes(answer)) == (400, ["BAD_USER_INPUT"])


@pytest.mark.parametrize("number", ["99999999999", "1e400", "-1e400", '"5"', "1.5"])
def test_a_strange_number_is_refused(client, number):
    query = "query ($n: Int) { listings(first: $n) { totalCount } }"
    body = f'{{"query": "{query}", "variables": {{"n": {number}}}}}'
    assert codes(post(client, body)) == ["BAD_USER_INPUT"]


def test_any_site_may_ask_without_credentials(client):
    headers = {
        "Origin": "https://mairie.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,x-session-token",
    }
    answer = client.options("/graphql/", headers=headers)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "x-session-token" in answer["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer
    told = post(client, NAMES, origin="https://mairie.example")
    assert "Retry-After" in told["Access-Control-Expose-Headers"]
