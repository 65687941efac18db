"""A front end written with Relay: its compiler takes the schema, its operations run."""

import json
import re
import shutil
import subprocess

import pytest
import requests
from graphql_relay import to_global_id

from tests.factories import InfoPageFactory, ListingFactory

from .conftest import SLOW

OFFER = {
    "kind": "OFFER",
    "category": "jardin-bois",
    "title": "Je taille vos haies",
    "description": "Le dimanche.",
    "commune": "58218",
}


@pytest.fixture(scope="session")
def operations(packages, tmp_path_factory):
    """The text of every operation that the compiler prints, by name."""
    project = tmp_path_factory.mktemp("relay")
    shutil.copytree(packages / "relay", project, dirs_exist_ok=True)
    schema = packages.parents[1] / "graphql_api" / "schema.graphql"
    shutil.copy(schema, project)
    (project / "operations.json").write_text("{}")
    compiler = packages / "node_modules" / ".bin" / "relay-compiler"
    subprocess.run([compiler], cwd=project, check=True, timeout=SLOW)
    texts = json.loads((project / "operations.json").read_text("utf-8")).values()
    return {re.findall(r"^(?:query|mutation) (\w+)", text)[0]: text for text in texts}


@pytest.fixture
def run(operations, origin, camille, sign_in):
    """Send a compiled operation as Camille; return its data."""
    headers = {"X-Session-Token": sign_in(camille)}

    def send(name, **variables):
        body = {"query": operations[name], "variables": variables}
        address = f"{origin}/graphql/"
        asked = requests.post(address, json=body, headers=headers, timeout=SLOW)
        answer = asked.json()
        assert "errors" not in answer, answer
        return answer["data"]

    return send


def nodes(connection):
    return [edge["node"] for edge in connection["edges"]]


def test_every_operation_is_compiled(operations):
    assert sorted(operations) == [
        "conversationOlderQuery",
        "conversationQuery",
        "conversationSendMutation",
        "conversationStartMutation",
        "listingsCardQuery",
        "listingsPageQuery",
        "listingsPublishMutation",
        "listingsQuery",
        "listingsWithdrawMutation",
        "pagesQuery",
        "pagesSectionQuery",
    ]


def test_a_list_is_read_page_by_page_and_a_card_by_its_id(run):
    for number in range(3):
        ListingFactory(title=f"Offre {number}")

    first = run("listingsQuery", commune="58218")["listings"]
    cursor = first["pageInfo"]["endCursor"]
    rest = run("listingsPageQuery", commune="58218", count=2, cursor=cursor)["listings"]
    card = nodes(rest)[0]

    assert first["pageInfo"]["hasNextPage"] is True
    assert rest["pageInfo"]["hasNextPage"] is False
    titles = [node["title"] for node in nodes(first) + nodes(rest)]
    assert titles == ["Offre 2", "Offre 1", "Offre 0"]
    assert run("listingsCardQuery", id=card["id"])["node"] == card


def test_a_listing_enters_a_list_and_leaves_it(run):
    published = run("listingsPublishMutation", input=OFFER)["publishListing"]
    listing = published["listing"]
    withdrawn = run("listingsWithdrawMutation", input={"id": listing["id"]})

    assert (published["errors"], listing["title"]) == ([], OFFER["title"])
    assert withdrawn["withdrawListing"] == {
        "listing": {"id": listing["id"], "status": "WITHDRAWN"},
        "errors": [],
    }


def test_a_conversation_is_read_from_its_end(run):
    listing = to_global_id("Listing", ListingFactory().public_id)
    opening = {"listing": listing, "body": "Un"}
    started = run("conversationStartMutation", input=opening)["startConversation"]
    thread = started["conversation"]["id"]
    answer = {"conversation": thread, "body": "Deux"}
    run("conversationSendMutation", input=answer)

    newest = run("conversationOlderQuery", id=thread, count=1)["node"]["messages"]
    cursor = newest["pageInfo"]["startCursor"]
    older = run("conversationOlderQuery", id=thread, count=1, cursor=cursor)["node"]
    whole = run("conversationQuery", id=thread)["node"]

    assert started["errors"] == []
    assert [node["body"] for node in nodes(newest)] == ["Deux"]
    assert [node["body"] for node in nodes(older["messages"])] == ["Un"]
    assert [node["body"] for node in nodes(whole["messages"])] == ["Un", "Deux"]


def test_pages_and_their_blocks_are_read(run):
    body = [("heading", {"level": "2", "text": "Où s’adresser"})]
    InfoPageFactory(title="Démarches", slug="demarches", body=body)

    page = run("pagesQuery", path="/infos/demarches/")["page"]
    section = run("pagesQuery", path="/infos/")["page"]
    again = run("pagesSectionQuery", id=section["id"])["node"]

    assert [block["text"] for block in page["body"]] == ["Où s’adresser"]
    assert [node["title"] for node in nodes(section["pages"])] == ["Démarches"]
    assert again == section
