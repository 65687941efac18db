"""GraphiQL exists in development only, and its files are those that were published."""

import hashlib
import re
from pathlib import Path

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
VENDORED = ROOT / "static" / "vendor" / "graphiql"
PAGE = "/graphql/graphiql/"
SCRIPT = "/graphql/graphiql/graphiql.min.js"
LARGEST = 900_000


@pytest.fixture
def development(settings):
    settings.DEBUG = True


@pytest.mark.parametrize("path", [PAGE, SCRIPT])
def test_there_is_none_in_production(client, path):
    assert client.get(path).status_code == 404


def test_its_policy_lets_in_inline_styles_and_nothing_else(client, development):
    wide = client.get(PAGE)["Content-Security-Policy"].split("; ")
    site = client.get("/graphql/", headers={"Accept": "text/html"})

    assert sorted(set(wide) - set(site["Content-Security-Policy"].split("; "))) == [
        "style-src 'self' 'unsafe-inline'"
    ]


def test_what_it_sends_passes_csrf(resident, development):
    client = Client(enforce_csrf_checks=True)
    client.force_login(resident)
    page = client.get(PAGE).content.decode()
    name = re.search(r'data-csrf-cookie="([^"]+)"', page)[1]
    headers = {"X-CSRFToken": client.cookies[name].value}
    body = {"query": "{ me { email } }"}
    answer = client.post(
        "/graphql/", body, content_type="application/json", headers=headers
    )

    assert answer.json()["data"] == {"me": {"email": resident.email}}


def test_its_script_is_whole(client, development):
    answer = client.get(SCRIPT)

    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.content == b"".join(
        part.read_bytes() for part in sorted(VENDORED.glob("graphiql.min.js.part*"))
    )
    headers = {"If-None-Match": answer["ETag"]}
    assert client.get(SCRIPT, headers=headers).status_code == 304


def test_its_files_are_those_of_the_sources():
    listed = re.findall(
        r"^\| `([^`]+)` .* `([0-9a-f]{64})` \|$",
        (VENDORED / "SOURCES.md").read_text("utf-8"),
        re.MULTILINE,
    )
    files = {path.name: path.read_bytes() for path in VENDORED.iterdir()}

    assert {name for name, _sum in listed} == files.keys() - {"SOURCES.md", "LICENSE"}
    for name, digest in listed:
        assert hashlib.sha256(files[name]).hexdigest() == digest
        assert len(files[name]) < LARGEST
        assert b"sourceMappingURL" not in files[name]


def test_only_its_page_names_its_files():
    named = [
        path.name
        for path in (ROOT / "templates").rglob("*.html")
        if "vendor/" in path.read_text("utf-8")
    ]

    assert named == ["graphiql.html"]
