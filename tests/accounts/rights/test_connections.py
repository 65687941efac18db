"""From where people sign up, sign in and publish: sealed, and read by one command."""

import json
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Act, SealedConnection, User
from accounts.rights.connections import forget_connections, opened, seals
from accounts.rights.erasure import erase_due, request_erasure
from listings.models import Listing
from moderation.models import AuditEvent, Verb
from tests.factories import UserFactory

from .test_archives import archive_of

pytestmark = pytest.mark.django_db
FROM = {"REMOTE_ADDR": "203.0.113.77", "headers": {"X-Source-Port": "50123"}}
PASSWORD = "un-panier-de-poireaux"
NEWCOMER = {
    "email": "jeanne@example.org",
    "password1": PASSWORD,
    "first_name": "Jeanne",
    "commune": "premery",
    "birth_date": "14/05/1968",
    "charter": "on",
}
PUBLISH = """mutation { publishListing(input: {kind: OFFER, title: "Courses à Prémery"
  description: "Le samedi matin, avec ma tondeuse.", category: "courses-livraisons"
  commune: "58218"}) { listing { code } errors { field code } } }"""


@pytest.fixture
def denise():
    user = UserFactory(email="denise@example.org")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def administrator():
    return User.objects.create_superuser("admin@example.org", first_name="Ada")


def sign_in(client, user, **source):
    client.logout()
    credentials = {"login": user.email, "password": PASSWORD}
    return client.post("/compte/login/", credentials, **{**FROM, **source})


def publish(client, _user=None) -> Listing:
    body = {"query": PUBLISH}
    answer = client.post("/graphql/", body, content_type="application/json", **FROM)
    code = answer.json()["data"]["publishListing"]["listing"]["code"]
    return Listing.objects.get(code=code)


def read_sealed(what, by="admin@example.org", why="Réquisition 2026/123"):
    out = StringIO()
    call_command("read_sealed", what, by=by, why=why, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_what_the_law_names_is_kept_and_nothing_else(client, settings):
    settings.SOURCE_PORT_HEADER = "X-Source-Port"
    client.post("/compte/signup/", NEWCOMER, **FROM)
    jeanne = User.objects.get()
    jeanne.emailaddress_set.update(verified=True)
    sign_in(client, jeanne)
    listing = publish(client)
    client.get("/", **FROM)

    kept = list(SealedConnection.objects.all())

    assert [(one.act, one.content) for one in kept] == [
        (Act.SIGNED_UP, None),
        (Act.SIGNED_IN, None),
        (Act.PUBLISHED, listing.public_id),
    ]
    assert {one.account for one in kept} == {jeanne.public_id}
    source = {"address": "203.0.113.77", "port": 50123}
    assert [opened(one) for one in kept] == [source] * 3


def test_the_database_tells_no_address(client, denise):
    sign_in(client, denise)

    row = SealedConnection.objects.values().get()

    assert "203.0.113" not in str(row)
    assert row["sealed"] != seals().encrypt(seals().decrypt(row["sealed"])).decode()


@pytest.mark.parametrize("told", ["", "x", "-1", "٤٢", "1234567"])
def test_a_port_that_is_none_is_not_kept(client, denise, settings, told):
    settings.SOURCE_PORT_HEADER = "X-Source-Port"
    sign_in(client, denise, headers={"X-Source-Port": told})

    assert opened(SealedConnection.objects.get())["port"] is None


def test_without_a_setting_no_header_is_believed(client, denise):
    sign_in(client, denise)

    assert opened(SealedConnection.objects.get())["port"] is None


def test_a_refused_sign_in_leaves_nothing(client, denise):
    client.post("/compte/login/", {"login": denise.email, "password": "non"}, **FROM)

    assert not SealedConnection.objects.exists()


def test_a_key_of_its_own_opens_what_the_former_one_closed(client, denise, settings):
    sign_in(client, denise)
    settings.SEALED_DATA_KEYS = ["nouvelle", "ancienne"]
    sign_in(client, denise)
    settings.SECRET_KEY = "another"

    first, second = SealedConnection.objects.all()

    assert opened(first) == {}
    assert opened(second)["address"] == "203.0.113.77"


def test_reading_leaves_its_trace_first(client, denise, administrator):
    sign_in(client, denise)
    listing = publish(client)

    identity, signed_in, published = read_sealed(listing.code.lower())

    assert identity["identity"]["email"] == "denise@example.org"
    assert signed_in["address"] == published["address"] == "203.0.113.77"
    assert published["content"] == str(listing.public_id)
    event = AuditEvent.objects.get()
    assert (event.actor, event.verb) == (administrator, Verb.UNSEALED)
    assert (event.target_id, event.ground) == (denise.public_id, "Réquisition 2026/123")


@pytest.mark.parametrize(
    "asked",
    [
        {"by": "denise@example.org"},
        {"by": "personne@example.org"},
        {"why": " "},
        {"why": "x" * 201},
        {"what": "ZZZZZZ"},
        {"what": "personne@example.org"},
        {"what": "0190f3f4-7b7e-7c1e-8a55-2f0f8ee2d111"},
    ],
    ids=["resident", "nobody", "no-ground", "long", "code", "address", "identifier"],
)
def test_a_wrong_request_reads_nothing(client, denise, administrator, asked):
    sign_in(client, denise)

    with pytest.raises(CommandError):
        read_sealed(**{"what": denise.email, **asked})

    assert not AuditEvent.objects.exists()


def test_it_outlives_the_account_and_names_nobody(client, denise, administrator):
    sign_in(client, denise)
    listing = publish(client)
    request_erasure(denise)
    User.objects.filter(pk=denise.pk).update(erasure_due_at=timezone.now())
    assert erase_due() == 1
    assert SealedConnection.objects.count() == 2
    stored = str(list(SealedConnection.objects.values()))
    assert "denise" not in stored.lower()

    for known in (listing.public_id, denise.public_id):
        identity, signed_in, _published = read_sealed(str(known))
        assert identity["identity"]["email"] == "denise@example.org"
        assert signed_in["address"] == "203.0.113.77"


def test_it_ends_after_a_year():
    for days in (365.1, 364.9):
        at = timezone.now() - timedelta(days=days)
        SealedConnection.objects.create(account=uuid4(), act=Act.SIGNED_IN, at=at)

    assert [forget_connections(True), forget_connections(), forget_connections()] == [
        1,
        1,
        0,
    ]


def test_no_archive_holds_it(client, denise):
    sign_in(client, denise)
    client.logout()  # an open session tells its owner from where
    archive = archive_of(denise)

    told = [archive.read(name) for name in archive.namelist()]

    assert not any(b"203.0.113" in words for words in told)


@pytest.mark.parametrize("act", [sign_in, publish], ids=["sign-in", "publish"])
def test_it_costs_one_statement(client, denise, act):
    sign_in(client, denise)

    with CaptureQueriesContext(connection) as asked:
        act(client, denise)

    kept = [one["sql"] for one in asked if "sealedconnection" in one["sql"]]
    assert [sql.split()[0] for sql in kept] == ["INSERT"]
