"""The short way answers as the long one: same status, same headers, same body."""

import json
from io import BytesIO
from itertools import product

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from accounts.models import Act, SealedConnection
from accounts.rights.connections import opened
from accounts.sessions import USED_ON, today
from config.requests import RequestMiddleware
from graphql_api import shortcut, views
from tests.factories import ListingFactory
from tests.wsgi import ask, the_long_way, told

LISTINGS = """{ listings(kind: OFFER, first: 3) { edges { cursor node {
  id code kind status title description url createdAt expiresAt } } } }"""
PUBLISH = """mutation { publishListing(input: {kind: OFFER, title: "Du bois, lot %d"
  description: "Trois stères, le samedi.", category: "jardin-bois", commune: "%s"}) {
  listing { code } errors { field code } } }"""
SESSION, CSRF = "sessionid", "c" * 32
TOKEN = f"csrftoken={CSRF}"
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
BY_COOKIE = [
    ({"query": "{ me { displayName email } }"}, {}),
    ({"query": LISTINGS.replace("code", "code canContact")}, {}),
    ({"query": "{ me { email } }"}, {"accept": GRAPHQL, "accept-encoding": "gzip"}),
    ({"query": "{ me { email } }"}, {"x-csrftoken": "d" * 32}),
    ({"query": "{ me { email } }"}, {"cookie": f"{SESSION}=ended; csrftoken=short"}),
    ({"query": "{ me { email } }"}, {"cookie": f"{SESSION}={'a' * 32}; {TOKEN}"}),
    ({"query": LISTINGS}, {"cookie": "theme=dark"}),
    ({"query": "{ nope }"}, {"accept": GRAPHQL}),
    ({"query": 'mutation { closeListing(input: {id: "x"}) { errors { code } } }'}, {}),
]
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("connection_of_the_test"),
]


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


@pytest.mark.parametrize(("words", "headers"), POSTED)
def test_what_is_posted_is_answered_the_same(short_ways, words, headers):
    origin = {name: value for name, value in headers.items() if name == "origin"}
    ask("post", {"query": "{ __typename }"}, origin)

    short = ask("post", words, headers)

    assert len(short_ways) == 1
    assert told(short) == told(the_long_way("post", words, headers))


@pytest.mark.parametrize(("words", "headers"), ASKED)
def test_what_an_address_asks_is_answered_the_same(
    settings, short_ways, words, headers
):
    origin = {name: value for name, value in headers.items() if name == "origin"}
    ask("get", {"query": "{ __typename }"}, origin)

    short = ask("get", words, headers)

    assert len(short_ways) == bool(words)
    if words:
        assert told(short) == told(the_long_way("get", words, headers))


def test_who_has_the_answer_is_told_so_the_same(short_ways):
    tag = ask("get", {"query": LISTINGS}, {}).headers["ETag"]

    short = ask("get", {"query": LISTINGS}, {"if-none-match": tag})

    assert (short.status_code, len(short_ways)) == (304, 1)
    again = the_long_way("get", {"query": LISTINGS}, {"if-none-match": tag})
    assert told(short) == told(again)


def test_a_fault_is_answered_with_the_same_headers(short_ways, monkeypatch):
    ask("post", {"query": LISTINGS}, {})
    monkeypatch.setattr(views, "execute", fault)

    short = ask("post", {"query": LISTINGS}, {})

    assert (short.status_code, len(short_ways)) == (500, 1)
    long = the_long_way("post", {"query": LISTINGS}, {})
    assert short.content == long.content
    assert set(short.headers) == set(long.headers)
    assert short.headers["Content-Security-Policy"] == views.NOTHING


def fault(*_asked):
    raise RuntimeError


@pytest.mark.parametrize("secure", [False, True])
def test_each_way_of_asking_has_its_own_headers(settings, short_ways, secure):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 60
    words = ("post", {"query": LISTINGS}, {})
    ask(*words, secure=True)

    short = ask(*words, secure=secure)

    assert (short.status_code, len(short_ways)) == ((200, 1) if secure else (301, 0))
    assert ("Strict-Transport-Security" in short.headers) == secure


def test_a_host_that_is_not_ours_never_goes_the_short_way(short_ways):
    for _time in range(2):
        answer = ask("post", {"query": LISTINGS}, {"host": "elsewhere.example.org"})
        assert answer.status_code == 400
    assert short_ways == []


@pytest.fixture
def cookies(client, resident):
    """What a page of the site sends for the person who is signed in."""
    client.force_login(resident)
    key = client.cookies[SESSION].value
    return {"cookie": f"{SESSION}={key}; {TOKEN}", "x-csrftoken": CSRF}


@pytest.mark.parametrize(("words", "headers"), BY_COOKIE)
def test_what_a_cookie_asks_is_answered_the_same(short_ways, cookies, words, headers):
    ask("post", {"query": "{ __typename }"}, cookies)

    short = ask("post", words, cookies | headers)

    assert len(short_ways) == 1
    assert told(short) == told(the_long_way("post", words, cookies | headers))


def test_an_address_is_answered_the_same_to_a_cookie(short_ways, cookies):
    ask("get", {"query": "{ __typename }"}, {})

    short = ask("get", {"query": "{ me { email } }"}, cookies)

    assert len(short_ways) == 1
    assert short.headers["Cache-Control"] == "private, no-store"
    again = the_long_way("get", {"query": "{ me { email } }"}, cookies)
    assert told(short) == told(again)


def test_a_page_read_by_somebody_signed_in_leaves_nothing_of_them(short_ways, cookies):
    ask("post", {"query": "{ me { email } }"}, cookies)

    visitor = ask("post", {"query": "{ me { email } }"}, {})

    assert len(short_ways) == 1
    assert visitor.cookies == []
    assert json.loads(visitor.content)["data"] == {"me": None}


def test_use_prolongs_a_session_by_either_way(client, short_ways, cookies):
    ask("post", {"query": "{ __typename }"}, cookies)
    answers = []
    for way in (ask, the_long_way):
        session = client.session
        session[USED_ON] = "2026-01-01"
        Session.objects.update(session_data=session.encode(dict(session)))
        answers.append(way("post", {"query": "{ me { email } }"}, cookies))
        assert client.session[USED_ON] == today()

    short, long = answers
    assert len(short.cookies) == 1
    assert told(short) == told(long)


def test_a_session_that_ended_meanwhile_is_told_by_either_way(
    short_ways, cookies, monkeypatch
):
    ask("post", {"query": "{ __typename }"}, cookies)
    monkeypatch.setattr("accounts.sessions.today", lambda: "later")
    monkeypatch.setattr("accounts.sessions.SessionStore.save", refuse_to_save)

    short, long = (
        way("post", {"query": "{ me { email } }"}, cookies)
        for way in (ask, the_long_way)
    )

    assert (short.status_code, long.status_code) == (400, 400)
    assert short.cookies == long.cookies == []


def refuse_to_save(*_asked, **_how):
    raise UpdateError


def test_whoever_publishes_leaves_their_address_by_either_way(
    short_ways, cookies, resident
):
    ask("post", {"query": "{ __typename }"}, {})
    key = cookies["cookie"].partition("=")[2].partition(";")[0]
    whose = (cookies, {"x-session-token": key})
    for place, (way, who) in enumerate(product((ask, the_long_way), whose)):
        document = PUBLISH % (place, resident.commune_id)
        body = json.loads(way("post", {"query": document}, who).content)
        assert body["data"]["publishListing"]["errors"] == []

    assert len(short_ways) == 2
    kept = SealedConnection.objects.filter(act=Act.PUBLISHED)
    assert [opened(one)["address"] for one in kept] == ["127.0.0.1"] * 4


def test_a_form_is_refused_before_its_files_are_read(short_ways, cookies):
    ask("post", {"query": "{ __typename }"}, cookies)
    site = shortcut.Shortcut(WSGIHandler(), RequestMiddleware)
    form = {"content_type": "multipart/form-data; boundary=x", "headers": cookies}
    environ = RequestFactory().post("/graphql/", b"x" * 1_000, **form).environ
    environ["wsgi.input"] = body = BytesIO(b"x" * 1_000)
    statuses = []

    site(environ, lambda status, _headers: statuses.append(status))

    assert statuses == ["415 Unsupported Media Type"]
    assert body.tell() == 0


def test_too_many_parameters_are_refused_by_either_way(short_ways):
    ask("get", {"query": "{ __typename }"}, {})
    many = {"query": LISTINGS} | {f"p{number}": "" for number in range(1_100)}

    assert ask("get", many, {}).status_code == 400
    assert short_ways == []


def test_old_connections_are_left_before_each_answer(short_ways, monkeypatch):
    left = []
    ask("post", {"query": LISTINGS}, {})
    monkeypatch.setattr(shortcut, "close_old_connections", lambda: left.append(1))
    for _time in range(2):
        ask("post", {"query": LISTINGS}, {})
    assert (len(short_ways), left) == (2, [1, 1])


def test_ways_are_bounded(short_ways):
    for number in range(shortcut.WAYS.most + 5):
        headers = {"origin": f"https://{number}.example.org"}
        ask("post", {"query": "{ __typename }"}, headers)
    assert len(shortcut.WAYS.values) == shortcut.WAYS.most
