"""What developers find at the address of the API, with a browser or with a tool."""

import json
import re
from pathlib import Path

import pytest
from graphql import parse

from graphql_api import developer
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
COMMITTED = Path(__file__).resolve().parents[2] / "graphql_api" / "schema.graphql"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
JSON = "application/json"
SCHEMA = "/graphql/schema.graphql"
INLINE = re.compile(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\bsrc=)")


def look(client, accept=BROWSER, **parameters):
    return client.get("/graphql/", parameters, headers={"Accept": accept})


def page(client):
    return look(client).content.decode()


# --- Who gets the page ----------------------------------------------------------------


@pytest.mark.parametrize("accept", [BROWSER, "text/html", "text/html, */*;q=0.1"])
def test_a_browser_gets_a_page(client, accept):
    answer = look(client, accept)

    assert (answer.status_code, answer["Content-Type"]) == (
        200,
        "text/html; charset=utf-8",
    )
    assert "Accept" in answer["Vary"].split(", ")
    assert answer["Cache-Control"] == "private, no-cache"


def test_an_address_that_asks_nothing_is_still_the_page(client):
    assert look(client, vu="courriel")["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    "accept", ["*/*", JSON, "application/json, text/plain, */*", f"{JSON}, text/html"]
)
def test_a_program_that_asks_nothing_is_refused_in_json(client, accept):
    answer = look(client, accept)

    assert (answer.status_code, answer["Content-Type"]) == (
        400,
        "application/json; charset=utf-8",
    )
    said = answer.json()["errors"][0]["message"]
    assert (said, answer["Cache-Control"]) == (
        "`query` is missing.",
        "private, no-store",
    )
    assert answer["Vary"].split(", ")[:3] == ["Accept", "Cookie", "X-Session-Token"]


def test_a_program_that_says_nothing_is_answered_in_json(client):
    assert client.get("/graphql/").json()["errors"][0]["extensions"]["code"]


@pytest.mark.parametrize("accept", ["text/csv", "application/xml", "image/*"])
def test_other_types_are_refused(client, accept):
    assert look(client, accept).status_code == 406


@pytest.mark.parametrize(
    "parameters",
    [
        {"query": "{ __typename }"},
        {"documentId": "latest-listings"},
        {"extensions": '{"persistedQuery": {"version": 1, "sha256Hash": "00"}}'},
        {"query": ""},
        {"variables": "{}"},
    ],
)
def test_a_question_is_answered_in_json_even_to_a_browser(client, parameters):
    asked, plain = look(client, **parameters), look(client, "*/*", **parameters)

    for answer in (asked, plain):
        assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert asked.status_code == plain.status_code
    assert asked.json().get("data") == plain.json().get("data")


def test_the_page_is_only_for_get(client):
    headers = {"Accept": "text/html"}
    body = {"query": "{ __typename }"}
    sent = client.post("/graphql/", body, content_type=JSON, headers=headers)

    assert sent.status_code == 406
    headers["Accept"] = BROWSER
    assert client.head("/graphql/", headers=headers).status_code == 405
    sent = client.post("/graphql/", body, content_type=JSON, headers=headers)
    assert sent.json()["data"] == {"__typename": "Query"}


# --- What it says ---------------------------------------------------------------------


def test_the_page_has_one_title_and_nothing_inline(client):
    html = page(client)

    assert html.count("<h1") == 1
    assert not INLINE.search(html)
    assert "vendor/" not in html


def test_the_page_leads_where_a_developer_goes(client, settings):
    settings.SITE_URL = "https://solidaires.example"
    html = page(client)

    assert "<code>https://solidaires.example/graphql/</code>" in html
    assert f"<code>https://solidaires.example{SCHEMA}</code>" in html
    for path in (SCHEMA, "/compte/signup/", "/integration/"):
        assert f'href="{path}"' in html
    assert "/graphql/graphiql/" not in html
    settings.DEBUG = True
    assert 'href="/graphql/graphiql/"' in page(client)


def test_the_page_for_town_halls_leads_to_it(client):
    assert 'href="/graphql/"' in client.get("/integration/").content.decode()


def test_somebody_signed_in_is_not_asked_to_sign_up(client):
    client.force_login(UserFactory())
    main = page(client).partition("<main")[2].partition("</main>")[0]

    assert "/compte/signup/" not in main


def test_the_limits_are_those_of_the_settings(client, settings):
    settings.GRAPHQL_LIMITS = {**settings.GRAPHQL_LIMITS, "tokens": 7_654}
    visitor = {**settings.GRAPHQL_ALLOWANCES["visitor"], "depth": 8_765, "points": 0}
    settings.GRAPHQL_ALLOWANCES = {**settings.GRAPHQL_ALLOWANCES, "visitor": visitor}
    answer = look(client)

    assert [row["most"] for row in answer.context["limits"]] == [
        *settings.GRAPHQL_LIMITS.values()
    ]
    assert [row["visitor"] for row in answer.context["allowances"]] == [
        *visitor.values()
    ]
    text = re.sub(r"[\s\u00a0\u202f]|<[^>]*>", "", answer.content.decode())
    assert "tokens)7654" in text
    assert "Profondeurd’uneopération876512" in text
    assert "(lescoûtsadditionnés)sanslimite" in text


def test_every_limit_has_its_french_words(settings):
    assert settings.GRAPHQL_LIMITS.keys() == developer.LIMITS.keys()
    for who in settings.GRAPHQL_ALLOWANCES.values():
        assert who.keys() == developer.ALLOWANCES.keys()


def test_the_size_is_that_of_the_schema(client):
    kinds = parse(COMMITTED.read_text("utf-8")).definitions
    fields = sum(len(getattr(kind, "fields", ())) for kind in kinds)

    assert look(client).context["size"] == {"types": len(kinds), "fields": fields}


@pytest.mark.parametrize("registered_only", [False, True])
def test_the_example_is_obeyed(client, settings, registered_only):
    settings.GRAPHQL_REGISTERED_ONLY = registered_only
    context = look(client).context
    body = re.search(r"--data '(.+)'$", context["example"])[1]
    answer = client.post("/graphql/", json.loads(body), content_type=JSON).json()

    assert answer["data"]["listings"] == {"edges": []}
    assert ("documents enregistrés" in page(client)) is registered_only


# --- The schema -----------------------------------------------------------------------


def test_the_schema_is_the_committed_file(client):
    answer = client.get(SCHEMA, headers={"Origin": "https://mairie.example"})

    assert answer.content == COMMITTED.read_bytes()
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not answer.cookies


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_the_schema_is_asked_again_for_little(client, encoding):
    headers = {"Accept-Encoding": encoding, "Origin": "https://mairie.example"}
    headers["If-None-Match"] = client.get(SCHEMA, headers=headers)["ETag"]
    again = client.get(SCHEMA, headers=headers)

    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"


def test_the_schema_is_only_read(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.head(SCHEMA).status_code == 200
        assert client.post(SCHEMA).status_code == 405
