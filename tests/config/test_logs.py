"""What is written about requests, and what never is."""

import json
import logging
import re
import sys

import pytest
from django.db import IntegrityError
from django.test import Client

from accounts.mailing.links import preferences_url
from accounts.models import NotificationKind
from config.logs import JsonFormatter, masked
from tests.factories import UserFactory

ME = {"query": "{ me { email } }"}
FAKE = 'x\n{"level": "INFO", "message": "forged"}\r\u2028'


@pytest.fixture
def lines():
    """Return what was logged so far, each line read as JSON."""
    written: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record):
            written.append(self.format(record))

    handler, root = Kept(), logging.getLogger()
    handler.setFormatter(JsonFormatter())
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(one) for one in written if len(one.splitlines()) == 1]
    root.removeHandler(handler)
    root.setLevel(before)


def of_requests(lines):
    return [line for line in lines() if line["logger"] == "site.requests"]


@pytest.mark.django_db
def test_a_request_is_one_line_with_its_number(client, lines):
    answer = client.get("/annonces/?q=secret")

    (line,) = of_requests(lines)
    assert line["request"] == answer["X-Request-ID"]
    assert re.fullmatch("[0-9a-f]{32}", line["request"])
    assert (line["method"], line["path"], line["status"]) == ("GET", "/annonces/", 200)
    assert "secret" not in str(lines())


@pytest.mark.django_db
def test_the_number_of_an_answer_of_the_api_is_that_of_its_errors(client, lines):
    answer = client.post(
        "/graphql/", {"query": "{nope}"}, content_type="application/json"
    )

    error = answer.json()["errors"][0]["extensions"]
    assert error["requestId"] == answer["X-Request-ID"]
    assert of_requests(lines)[0]["request"] == answer["X-Request-ID"]


@pytest.mark.django_db
def test_the_sender_does_not_choose_the_number(client):
    answer = client.get("/", headers={"X-Request-ID": "mine"})

    assert answer["X-Request-ID"] != "mine"


@pytest.mark.django_db
def test_a_person_is_told_apart_and_not_named(client, lines):
    users = [UserFactory(), UserFactory()]
    for user in users:
        client.force_login(user)
        client.get("/compte/")

    people = [line["person"] for line in of_requests(lines)]
    assert len(set(people)) == 2
    for user in users:
        assert user.email not in str(lines())
        assert str(user.public_id) not in str(lines())


@pytest.mark.django_db
def test_a_person_is_the_same_by_cookie_and_by_token(client, lines):
    client.force_login(UserFactory())
    token = {"x-session-token": client.cookies["sessionid"].value}
    for asking, headers in ((client, {}), (Client(), token)):
        asking.post("/graphql/", ME, content_type="application/json", headers=headers)

    by_cookie, by_token = of_requests(lines)
    assert by_cookie["person"] == by_token["person"]


@pytest.mark.django_db
def test_the_secret_of_a_link_is_not_written(client, lines):
    url = preferences_url(UserFactory(), NotificationKind.MESSAGES)
    path = "/" + url.split("/", 3)[3]

    answer = client.get(path)

    assert answer.status_code == 200
    assert of_requests(lines)[0]["path"] == "/courriels/[token]/"
    assert path.split("/")[2] not in str(lines())


@pytest.mark.django_db
def test_nothing_sent_ends_a_line_or_forges_one(client, lines):
    client.get("/%0A%7B%22forged%22%3A1%7D/", headers={"User-Agent": FAKE})
    client.get("/recherche/", {"q": FAKE})
    logging.getLogger("accounts").warning("Name: %s", FAKE)

    told = lines()
    assert [line["logger"] for line in told if "forged" in str(line)] == [
        "site.requests",
        "django.request",
        "accounts",
    ]
    assert [one for one in told if one.get("message") == "forged"] == []


@pytest.mark.parametrize("path", ["/à/\u2028/", "/\udce9/", "/\x85/"])
def test_a_line_is_ascii_whatever_it_holds(path):
    record = logging.LogRecord("x", logging.INFO, "", 1, path, None, None)
    record.facts = {"path": path}

    line = JsonFormatter().format(record)

    assert line.isascii()
    assert json.loads(line)["path"] == path


def test_addresses_tokens_and_queries_are_masked():
    token = "eyJhbGciOiJ9Abc123Def456"
    text = f"to jeanne@example.org at /a/?q=pain with {token}"

    assert masked(text) == "to [address] at /a/?[query] with [token]"
    kept = (
        "0190a1b2-1111-7222-8333-444455556666 in accounts.management.forget_old_events"
    )
    assert masked(kept) == kept


def test_an_error_tells_its_place_and_not_what_the_database_held():
    try:
        raise IntegrityError("unique\nDETAIL: Key (body)=(Bonjour Denise) exists")
    except IntegrityError:
        record = logging.getLogger("x").makeRecord(
            "x", logging.ERROR, "", 1, "Failed", None, sys.exc_info()
        )
    line = json.loads(JsonFormatter().format(record))

    assert line["error"] == ["IntegrityError: unique"]
    assert line["places"][-1].endswith("held")
    assert "Denise" not in str(line)
