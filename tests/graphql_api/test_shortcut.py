"""The short way answers as the long one: same status, same headers, same body."""

import gzip

import pytest
from django.test import Client

from graphql_api import shortcut, views
from tests.factories import ListingFactory

LISTINGS = """{ listings(kind: OFFER, first: 3) { edges { cursor node {
  id code kind status title description url createdAt expiresAt } } } }"""
SHORTCUT = "graphql_api.shortcut.ShortcutMiddleware"
GRAPHQL = "application/graphql-response+json"
OTHER_SITE = {"origin": "https://mairie.example.org"}
POSTED = [
    ({"query": LISTINGS}, {}),
    ({"query": LISTINGS}, {"accept": GRAPHQL}),
    ({"query": LISTINGS}, {"accept": "text/html, application/json;q=0.5"}),
    ({"query": LISTINGS}, {"accept": "image/png"}),
    ({"query": LISTINGS}, {"accept-encoding": "gzip"}),
    ({"query": LISTINGS}, OTHER_SITE),
    ({"query": LISTINGS}, {"origin": "no address"}),
    ({"query": LISTINGS}, {"x-session-token": "unknown"}),
    ({"query": "{ nope }"}, {}),
    ({"query": "{ nope }"}, {"accept": GRAPHQL, **OTHER_SITE}),
    ({"query": "{"}, {}),
    ({"query": "{ me { displayName } }"}, {}),
    ({"documentId": "unknown"}, {}),
    ({"query": 'mutation { closeListing(input: {id: "x"}) { errors { code } } }'}, {}),
    ([], {}),
]
ASKED = [
    ({"query": LISTINGS}, {}),
    ({"query": LISTINGS}, {"accept-encoding": "gzip", **OTHER_SITE}),
    ({"query": LISTINGS}, {"accept": "text/html"}),
    ({"query": 'mutation { closeListing(input: {id: "x"}) { errors { code } } }'}, {}),
    ({}, {"accept": "text/html"}),
    ({}, {}),
]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def listings():
    ListingFactory.create_batch(3, kind="offer")


@pytest.fixture
def short_ways(monkeypatch):
    """The ways known to the short way, and the answers it gave."""
    shortcut.forget_ways()
    given = []
    answered = shortcut.answered
    monkeypatch.setattr(
        shortcut, "answered", lambda *way: given.append(way) or answered(*way)
    )
    return given


def ask(method, words, headers, **named):
    if method == "post":
        named["content_type"] = "application/json"
    client = Client(raise_request_exception=False)
    return getattr(client, method)("/graphql/", words, headers=headers, **named)


def the_long_way(settings, *words, **named):
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if one != SHORTCUT]
    return ask(*words, **named)


def told(response):
    """Return status, headers and body, without what differs each time."""
    headers, body = dict(response.headers), response.content
    if headers.get("Content-Encoding") == "gzip":  # padded at random
        body, headers["Content-Length"] = gzip.decompress(body), "some"
    number = headers.pop("X-Request-ID")
    return response.status_code, headers, body.replace(number.encode(), b"number")


@pytest.mark.parametrize(("words", "headers"), POSTED)
def test_what_is_posted_is_answered_the_same(settings, short_ways, words, headers):
    origin = {name: value for name, value in headers.items() if name == "origin"}
    ask("post", {"query": "{ __typename }"}, origin)

    short = ask("post", words, headers)

    assert len(short_ways) == 1
    assert told(short) == told(the_long_way(settings, "post", words, headers))


@pytest.mark.parametrize(("words", "headers"), ASKED)
def test_what_an_address_asks_is_answered_the_same(
    settings, short_ways, words, headers
):
    origin = {name: value for name, value in headers.items() if name == "origin"}
    ask("get", {"query": "{ __typename }"}, origin)

    short = ask("get", words, headers)

    assert len(short_ways) == bool(words)
    if words:
        assert told(short) == told(the_long_way(settings, "get", words, headers))


def test_who_has_the_answer_is_told_so_the_same(settings, short_ways):
    tag = ask("get", {"query": LISTINGS}, {})["ETag"]

    short = ask("get", {"query": LISTINGS}, {"if-none-match": tag})

    assert (short.status_code, len(short_ways)) == (304, 1)
    again = the_long_way(settings, "get", {"query": LISTINGS}, {"if-none-match": tag})
    assert told(short) == told(again)


def test_a_fault_is_answered_with_the_same_headers(settings, short_ways, monkeypatch):
    ask("post", {"query": LISTINGS}, {})
    monkeypatch.setattr(views, "execute", fault)

    short = ask("post", {"query": LISTINGS}, {})

    assert (short.status_code, len(short_ways)) == (500, 1)
    long = the_long_way(settings, "post", {"query": LISTINGS}, {})
    assert short.content == long.content
    assert set(short.headers) == set(long.headers)
    assert short["Content-Security-Policy"] == views.NOTHING


def fault(*_asked):
    raise RuntimeError


@pytest.mark.parametrize("secure", [False, True])
def test_each_way_of_asking_has_its_own_headers(settings, short_ways, secure):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 60
    words = ("post", {"query": LISTINGS}, {})
    ask(*words, secure=True)

    short = ask(*words, secure=secure)

    assert (short.status_code, len(short_ways)) == ((200, 1) if secure else (301, 0))
    assert short.has_header("Strict-Transport-Security") == secure


def test_a_host_that_is_not_ours_never_goes_the_short_way(short_ways):
    for _time in range(2):
        answer = ask("post", {"query": LISTINGS}, {"host": "elsewhere.example.org"})
        assert answer.status_code == 400
    assert short_ways == []


def test_a_cookie_goes_the_long_way(client, resident, short_ways):
    client.force_login(resident)
    for _time in range(2):
        client.post("/graphql/", {"query": LISTINGS}, content_type="application/json")
    assert short_ways == []


def test_ways_are_bounded(short_ways):
    for number in range(shortcut.WAYS.most + 5):
        headers = {"origin": f"https://{number}.example.org"}
        ask("post", {"query": "{ __typename }"}, headers)
    assert len(shortcut.WAYS.values) == shortcut.WAYS.most
