"""Choosing what one gets by mail, signed in or from a mail."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.mailboxes import can_be_mailed
from accounts.mailing.links import preferences_url
from accounts.mailing.preferences import rhythms_of, wants_mail
from accounts.models import NotificationPreference
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def bare():
    """A mail program: neither session nor CSRF token."""
    return Client(enforce_csrf_checks=True)


def path_of(user, kind="messages"):
    return preferences_url(user, kind).removeprefix("http://127.0.0.1:8000")


def test_one_post_of_a_mail_program_stops_one_kind(bare, resident):
    answer = bare.post(path_of(resident), {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert "C’est arrêté" in answer.content.decode()
    assert rhythms_of(resident) == {
        "messages": "none",
        "outcome": "at_once",
        "listings": "at_once",
    }
    assert not wants_mail(resident, "messages")


def test_a_get_changes_nothing_and_shows_nobody(bare, resident):
    page = bare.get(path_of(resident))

    assert page.status_code == 200
    assert resident.email not in page.content.decode()
    assert resident.display_name not in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert not NotificationPreference.objects.exists()


def test_the_link_can_choose_and_nothing_else(bare, resident):
    chosen = {"messages": "daily", "outcome": "none"}

    assert bare.post(path_of(resident), chosen).status_code == 200

    assert rhythms_of(resident) == chosen | {"listings": "at_once"}
    assert bare.get(reverse("messaging:own_mail_choice")).status_code == 302
    assert "sessionid" not in bare.cookies


@pytest.mark.parametrize(
    "given",
    [{"messages": "hourly", "outcome": "none"}, {"messages": "daily"}, {"x": 1}],
)
def test_what_is_not_a_choice_is_refused(bare, resident, given):
    page = bare.post(path_of(resident), given)

    assert page.context["form"].errors
    assert not NotificationPreference.objects.exists()


def test_the_link_of_a_mail_of_long_ago_still_works(bare, resident, time_machine):
    link = path_of(resident)
    time_machine.move_to("2032-01-01T00:00Z")

    assert bare.get(link).status_code == 200


def test_the_link_dies_with_the_mailbox_it_was_sent_to(bare, resident):
    link = path_of(resident)
    resident.email = "nouvelle@example.org"
    resident.save()

    assert bare.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 404
    assert not NotificationPreference.objects.exists()


def test_a_changed_link_is_not_found(bare, resident):
    link = path_of(resident)
    changed = link[:20] + ("a" if link[20] != "a" else "b") + link[21:]

    for path in (changed, "/courriels/x/"):
        assert bare.get(path).status_code == 404


def test_the_page_of_ones_account_keeps_the_choice(client, resident):
    client.force_login(resident)
    address = reverse("messaging:own_mail_choice")
    page = client.get(address).content.decode()
    assert 'value="at_once" checked' in page

    answer = client.post(address, {"messages": "daily", "outcome": "at_once"})

    assert answer.status_code == 302
    assert rhythms_of(resident)["messages"] == "daily"
    assert 'value="daily" checked' in client.get(address).content.decode()


def test_the_page_of_ones_account_needs_its_token(resident):
    client = Client(enforce_csrf_checks=True)
    client.force_login(resident)
    given = {"messages": "none", "outcome": "none"}

    assert client.post(reverse("messaging:own_mail_choice"), given).status_code == 403
    assert not NotificationPreference.objects.exists()


def test_closed_accounts_and_dead_mailboxes_get_no_mail(time_machine):
    assert can_be_mailed(UserFactory())
    assert not can_be_mailed(UserFactory(is_active=False))
    assert not can_be_mailed(UserFactory(mail_bounced_at="2027-01-01T00:00Z"))
