from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from accounts.models import MailEvent, User
from accounts.rights.inactivity import erase_inactive, warn_inactive
from tests.factories import MessageFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def unused_for(days: int, **about) -> User:
    """Somebody whose last session may have ended `days` ago."""
    last = timezone.now() - timedelta(days=days + settings.SESSION_LONGEST.days)
    return UserFactory(last_login=last, **about)


def days_later(days: int) -> None:
    """Make everything as old as it will be in `days`."""
    for person in User.objects.exclude(last_login=None):
        person.last_login -= timedelta(days=days)
        person.save(update_fields=["last_login"])
    for event in MailEvent.objects.all():
        event.created_at -= timedelta(days=days)
        event.save(update_fields=["created_at"])


def test_two_warnings_then_the_account_is_erased(mailoutbox):
    person = unused_for(671, email="absente@example.org")

    assert [warn_inactive(), warn_inactive(), erase_inactive()] == [1, 0, 0]
    days_later(44)
    assert [warn_inactive(), erase_inactive()] == [0, 0]
    days_later(1)
    assert [warn_inactive(), warn_inactive(), erase_inactive()] == [1, 0, 0]
    days_later(14)
    assert erase_inactive() == 0
    call_command("work", once=True, verbosity=0)
    assert [mail.to for mail in mailoutbox] == [["absente@example.org"]] * 2
    days_later(1)

    assert erase_inactive(dry_run=True) == 1
    assert (erase_inactive(), erase_inactive()) == (1, 0)
    person.refresh_from_db()
    assert person.display_name == "Compte supprimé"


def test_nobody_is_erased_without_both_warnings():
    unused_for(2000)

    assert erase_inactive() == 0
    assert warn_inactive() == 1
    days_later(50)
    assert (erase_inactive(), warn_inactive()) == (0, 1)


def test_signing_in_counts_anew():
    person = unused_for(671)
    warn_inactive()
    days_later(45)
    warn_inactive()
    User.objects.filter(pk=person.pk).update(last_login=timezone.now())
    days_later(15)
    assert erase_inactive() == 0

    days_later(671 + 30)
    assert (erase_inactive(), warn_inactive()) == (0, 1)


@pytest.mark.parametrize("days", [0, 600, 669])
def test_who_came_lately_hears_nothing(days):
    unused_for(days)

    assert warn_inactive() == 0


@pytest.mark.parametrize(
    "about", [{"is_staff": True}, {"is_superuser": True}, {"is_active": False}]
)
def test_staff_and_closed_accounts_are_left_alone(about):
    unused_for(2000, **about)

    assert (warn_inactive(), erase_inactive()) == (0, 0)


def test_who_answers_by_mail_uses_the_site():
    person = unused_for(2000)
    MessageFactory(author=person, source="email", conversation__initiator=person)

    assert warn_inactive() == 0


def test_a_message_of_the_site_is_no_use():
    person = unused_for(2000)
    MessageFactory(author=person, source="site", conversation__initiator=person)

    assert warn_inactive() == 1


@pytest.mark.parametrize("how_many", [1, 5])
def test_the_look_costs_the_same_for_all(django_assert_num_queries, how_many):
    for _number in range(how_many):
        unused_for(600)

    with django_assert_num_queries(2):
        assert warn_inactive() == 0
