"""A copy, an end and a contest are open to people who may do nothing else."""

import pytest
from django.urls import get_resolver, reverse

from accounts.models import DataExport, User
from accounts.rights.erasure import request_erasure
from moderation.models import Action, Appeal
from tests.factories import UserFactory
from tests.judging import judge
from tests.proof import sign_in_afresh

pytestmark = pytest.mark.django_db
PASSWORD = "un-panier-de-poireaux"
EXPORT = """mutation ($password: String!) {
  requestDataExport(input: {password: $password}) { errors { code } } }"""
RHYTHM = """mutation { updateNotificationPreference(
  input: {kind: OUTCOME, rhythm: NONE}) { errors { code } } }"""


def somebody(**about) -> User:
    user = UserFactory(**about)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def suspended():
    return somebody(is_suspended=True, email="suspendue@example.org")


def ask(client, query, **variables):
    body = {"query": query, "variables": variables}
    answer = client.post("/graphql/", body, "application/json").json()
    (payload,) = answer["data"].values()
    return payload["errors"]


def test_every_way_to_prove_who_one_is_stays_open(client, suspended):
    client.force_login(suspended)
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    ways = sorted(name for name in names if "reauthenticate" in name)

    answers = {way: client.post(reverse(way)).status_code for way in ways}

    assert len(ways) == 4
    assert 403 not in answers.values()


def test_a_suspended_person_takes_a_copy(client, suspended):
    sign_in_afresh(client, suspended)

    client.post("/compte/donnees/telecharger/")
    assert DataExport.objects.get().user == suspended
    DataExport.objects.all().delete()
    assert ask(client, EXPORT, password=PASSWORD) == []
    assert DataExport.objects.get().user == suspended


def test_a_suspended_person_contests_then_leaves(client, suspended):
    decision = judge(suspended, Action.BAN)
    sign_in_afresh(client, suspended)

    client.post(
        f"/compte/decisions/{decision.public_id}/", {"words": "Ce n’est pas moi."}
    )
    client.post("/compte/donnees/effacer/")

    assert Appeal.objects.get().decision == decision
    suspended.refresh_from_db()
    assert suspended.erasure_due_at is not None


def test_a_suspended_person_refuses_mail_through_the_api(client, suspended):
    client.force_login(suspended)

    assert ask(client, RHYTHM) == []
    assert suspended.notification_preferences.get().rhythm == "none"


def test_who_closed_the_account_comes_back_for_a_copy(client):
    person = somebody()
    request_erasure(person)
    credentials = {"login": person.email, "password": PASSWORD}

    back = client.post("/compte/login/", credentials)
    page = client.get(back.url)
    assert "Garder mon compte" in page.content.decode()
    client.post(back.url)
    client.post("/compte/login/", credentials)
    client.post("/compte/donnees/telecharger/")

    assert DataExport.objects.get().user == person


def test_who_proved_no_address_is_told_what_to_do_and_may_leave(client):
    person = somebody(confirmed=False)
    sign_in_afresh(client, person)

    page = client.post("/compte/donnees/telecharger/", follow=True).content.decode()
    assert "Confirmez d’abord votre adresse de courriel." in page
    assert not DataExport.objects.exists()
    client.post("/compte/donnees/effacer/")
    person.refresh_from_db()
    assert person.erasure_due_at is not None
