"""Suspended people read why, contest and leave; they write nothing and are not seen."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone
from graphql_relay import to_global_id

from accounts.models import User
from listings.models import Listing
from messaging.models import Message, Participant
from moderation.models import Action, Ground
from moderation.people import lift_ended
from tests.factories import (
    ConversationFactory,
    ListingFactory,
    MessageFactory,
    UserFactory,
)
from tests.judging import judge
from tests.wsgi import ask

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def suspend(person, **how):
    measure = {"action": Action.SUSPEND, "until": timezone.now() + WEEK, **how}
    return judge(person, facts="Messages répétés.", **measure)


@pytest.fixture
def suspended(client):
    person = UserFactory()
    suspend(person)
    client.force_login(person)
    return person


def post(client, query, **variables):
    body = {"query": query, "variables": variables}
    return client.post("/graphql/", body, content_type="application/json")


def test_what_a_suspended_person_writes_is_refused_with_the_reason(client, suspended):
    decision = suspended.decisions_received.get()
    mine = ListingFactory(author=suspended)
    thread = ConversationFactory(initiator=suspended)
    for address, data in [
        ("/annonces/nouvelle/", {"title": "Bois"}),
        (f"/annonces/{mine.code}/modifier/", {"title": "Bois"}),
        (f"/annonces/{mine.code}/retirer/", {}),
        (thread.get_absolute_url(), {"body": "Bonjour"}),
        (f"{thread.get_absolute_url()}bloquer/", {}),
        ("/compte/", {"first_name": "Autre"}),
        ("/une-adresse-inconnue/", {}),
    ]:
        page = client.post(address, data)
        if address == "/une-adresse-inconnue/":
            assert page.status_code in (403, 404)
            continue
        assert page.status_code == 403, address
        words = page.content.decode()
        assert "Votre compte est suspendu jusqu’au" in words
        assert f"/compte/decisions/{decision.public_id}/" in words
    mine.refresh_from_db()
    assert (mine.title, mine.status) == ("Je tonds votre pelouse", "published")
    assert not Message.objects.exists()


def test_a_suspended_person_signs_in_reads_and_signs_out(client):
    person = UserFactory()
    person.set_password("un-bon-mot-de-passe")
    person.save()
    decision = suspend(person)
    typed = {"login": person.email, "password": "un-bon-mot-de-passe"}

    assert client.post("/compte/login/", typed).status_code == 302
    page = client.get(f"/compte/decisions/{decision.public_id}/").content.decode()
    assert "Messages répétés." in page
    assert client.post("/compte/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_mutations_of_a_suspended_person_are_forbidden(client, suspended):
    mine = ListingFactory(author=suspended)
    act = "withdrawListing(input: {id: $id}) { errors { code } }"
    for asked in (act, f"...on Mutation {{ {act} }}"):
        query = f"mutation ($id: ID!) {{ {asked} }}"
        answer = post(client, query, id=to_global_id("Listing", str(mine.public_id)))
        assert answer.status_code == 403
        [error] = answer.json()["errors"]
        assert error["extensions"]["code"] == "FORBIDDEN"
        assert error["extensions"]["reason"] == "account_suspended"
        assert error["message"].startswith("Votre compte est suspendu jusqu’au")
    assert Listing.objects.get().status == "published"
    assert post(client, "{ me { firstName } }").json()["data"]["me"]


@pytest.mark.parametrize("door", ["photos", "message-photos"])
def test_a_suspended_person_uploads_nothing(client, suspended, door):
    file = SimpleUploadedFile("a.jpg", b"x")

    answer = client.post(f"/api/{door}/", {"file": file})

    assert answer.status_code == 403
    assert answer.json()["errors"][0]["code"] == "account_suspended"


def test_others_and_visitors_are_not_refused(client):
    suspend(UserFactory())
    client.force_login(UserFactory())

    assert client.post("/annonces/nouvelle/", {}).status_code == 200


QUERY = "{ listings { edges { node { title } } } }"


def test_listings_of_a_suspended_person_are_gone_everywhere(client, keeping):
    listing = ListingFactory(title="Tonte au carré")
    places = [
        "/annonces/",
        "/annonces/?search=tonte",
        "/recherche/?q=tonte",
        "/sitemap.xml",
        "/integration/annonces/",
        "/",
    ]
    words = (listing.title, listing.get_absolute_url())

    def shows(address):
        content = client.get(address).content.decode()
        return any(word in content for word in words)

    assert [shows(place) for place in places] == [True] * len(places)
    asked = ("post", {"query": QUERY}, {})
    assert "carré" in ask(*asked).content.decode()
    assert client.get(listing.get_absolute_url()).status_code == 200

    suspend(listing.author)

    assert [shows(place) for place in places] == [False] * len(places)
    for answer in (post(client, QUERY), ask(*asked)):
        assert json.loads(answer.content)["data"] == {"listings": {"edges": []}}
    one = f'{{ listing(code: "{listing.code}") {{ title }} }}'
    assert post(client, one).json()["data"] == {"listing": None}
    assert client.get(listing.get_absolute_url()).status_code == 404


def test_a_suspension_ends_at_its_term_and_a_ban_does_not(client):
    person, banned = UserFactory(), UserFactory()
    suspend(person)
    suspend(banned, action=Action.BAN, until=None)

    assert lift_ended() == 0
    with time_machine.travel(timezone.now() + WEEK + timedelta(seconds=1)):
        assert lift_ended() == 1

    people = dict(User.objects.values_list("pk", "is_suspended"))
    assert (people[person.pk], people[banned.pk]) == (False, True)


def test_the_worker_lifts_suspensions_every_ten_minutes():
    rows = {row["run"]: row["every"] for row in settings.BACKGROUND_SCHEDULE}

    assert rows["moderation.people.lift_ended"] == timedelta(minutes=10)


def test_a_limited_person_is_reviewed_until_the_term():
    person = UserFactory()
    assert not person.is_limited

    judge(person, Action.LIMIT, until=timezone.now() + WEEK)

    limited = User.objects.get(pk=person.pk)
    assert limited.is_limited
    with time_machine.travel(timezone.now() + WEEK + timedelta(seconds=1)):
        assert not limited.is_limited


# --- Those to whom a scammer wrote ----------------------------------------------------


def warned(subject="Prudence"):
    return sorted(one.to[0] for one in mail.outbox if subject in one.subject)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("action", [Action.BAN, Action.SUSPEND])
@pytest.mark.parametrize("ground", [Ground.SCAM, Ground.PHISHING])
def test_everybody_a_scammer_wrote_to_is_warned_once(client, action, ground):
    scammer = UserFactory(first_name="Kevin")
    asked = MessageFactory(author=scammer, conversation__initiator=scammer)
    victim = asked.conversation.listing.author
    again = ConversationFactory(initiator=scammer, listing__author=victim)
    asker = ConversationFactory(listing__author=scammer).initiator
    ConversationFactory()

    suspend(scammer, action=action, ground=ground)
    call_command("work", once=True, verbosity=0)
    suspend(scammer, action=action, ground=ground)
    call_command("work", once=True, verbosity=0)

    assert warned() == sorted([victim.email, asker.email])
    assert Participant.objects.filter(warned_at__isnull=False).count() == 3
    client.force_login(victim)
    for thread in (asked.conversation, again):
        page = client.get(thread.get_absolute_url()).content.decode()
        assert "La modération a fermé ce compte" in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("action", "ground"),
    [(Action.BAN, Ground.HATE), (Action.WARN, Ground.SCAM)],
)
def test_nobody_is_warned_of_anything_else(client, action, ground):
    thread = ConversationFactory()

    suspend(thread.initiator, action=action, ground=ground)
    call_command("work", once=True, verbosity=0)

    assert warned() == []
    client.force_login(thread.listing.author)
    page = client.get(thread.get_absolute_url()).content.decode()
    assert "La modération a fermé ce compte" not in page


@pytest.mark.django_db(transaction=True)
def test_a_lifted_ban_takes_the_notice_back(client):
    thread = ConversationFactory()
    suspend(thread.initiator, action=Action.BAN, ground=Ground.SCAM)
    call_command("work", once=True, verbosity=0)

    judge(User.objects.get(pk=thread.initiator.pk), Action.LIFT)

    client.force_login(thread.listing.author)
    page = client.get(thread.get_absolute_url()).content.decode()
    assert "La modération a fermé ce compte" not in page
