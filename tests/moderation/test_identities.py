"""Staff note whose identity was seen; nobody's address is shown to them."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moderation.models import AuditEvent
from moderation.people import verify, withdraw_verification
from tests.factories import ListingFactory, UserFactory

pytestmark = pytest.mark.django_db
ROOM = "/admin/identites/"
HOW = {"ground": "Carte d’identité vue à la mairie."}


def member_of(*names):
    user = UserFactory(first_name="Équipe")
    user.groups.set(Group.objects.filter(name__in=names))
    return user


@pytest.mark.parametrize("group", ["Modération", "Administration"])
def test_staff_note_an_identity_with_date_and_name(client, group):
    staff, person = member_of(group), UserFactory(first_name="Denise")
    client.force_login(staff)

    client.post(f"{ROOM}{person.public_id}/attester/", HOW)

    person.refresh_from_db()
    assert (person.trust, person.verified_by) == ("verified", staff)
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor, event.ground) == ("verified", staff, HOW["ground"])
    assert event.target_id == person.public_id


def test_an_attestation_is_taken_back(client):
    staff, person = member_of("Modération"), UserFactory()
    verify(person, staff, "Vue.")
    client.force_login(staff)

    client.post(f"{ROOM}{person.public_id}/retirer/", HOW)

    person.refresh_from_db()
    assert (person.verified_at, person.verified_by) == (None, None)
    assert [one.verb for one in AuditEvent.objects.all()] == ["unverified", "verified"]


@pytest.mark.parametrize("address", ["", "{}/attester/", "{}/retirer/"])
@pytest.mark.parametrize("group", ["Rédaction", None])
def test_nobody_else_enters(client, address, group):
    person = UserFactory()
    client.force_login(member_of(group) if group else UserFactory())
    address = ROOM + address.format(person.public_id)

    assert client.get(address).status_code == 302
    assert client.post(address, HOW).status_code == 302
    person.refresh_from_db()
    assert person.verified_at is None
    assert not AuditEvent.objects.exists()


def test_people_are_found_by_name_and_commune_without_their_address(client):
    UserFactory(first_name="Denise", email="secret@example.org")
    UserFactory(first_name="Gérard")
    client.force_login(member_of("Modération"))

    page = client.get(ROOM, {"q": "denise prém"})

    assert [row.first_name for row in page.context["object_list"]] == ["Denise"]
    assert "secret@example.org" not in page.content.decode()
    assert "Prémery" in page.content.decode()


def test_without_saying_how_nothing_is_noted(client):
    person = UserFactory()
    client.force_login(member_of("Modération"))

    client.post(f"{ROOM}{person.public_id}/attester/", {"ground": ""})

    person.refresh_from_db()
    assert person.verified_at is None


def test_nobody_attests_of_themselves():
    staff = UserFactory()

    with pytest.raises(ValidationError) as refused:
        verify(staff, staff, "Moi.")

    assert refused.value.code == "own_identity"
    assert not AuditEvent.objects.exists()


def test_of_two_clicks_one_counts():
    staff, person = UserFactory(), UserFactory()
    verify(person, staff, "Vue.")

    with pytest.raises(ValidationError) as refused:
        verify(person, staff, "Vue.")
    assert refused.value.code == "state_changed"
    withdraw_verification(person, staff, "Erreur.")
    assert AuditEvent.objects.count() == 2


@pytest.mark.parametrize("how_many", [1, 15])
def test_the_list_costs_the_same_whatever_its_length(client, how_many):
    client.force_login(member_of("Modération"))
    assert ROOM in client.get("/admin/").content.decode()
    assert client.get(ROOM).status_code == 200
    with CaptureQueriesContext(connection) as few:
        client.get(ROOM)
    UserFactory.create_batch(how_many)
    with CaptureQueriesContext(connection) as many:
        client.get(ROOM)

    assert len(many) == len(few)


def test_the_mark_is_on_listings(client):
    listing = ListingFactory()
    assert (
        "Identité vérifiée"
        not in client.get(listing.get_absolute_url()).content.decode()
    )

    verify(listing.author, UserFactory(), "Vue.")

    assert (
        "Identité vérifiée" in client.get(listing.get_absolute_url()).content.decode()
    )
