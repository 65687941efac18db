"""One number a month, and the average of six: article 24(2) of the DSA."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.activity import active_since
from moderation import recipients
from moderation.models import MonthlyRecipients
from moderation.recipients import count_recipients
from moderation.transparency import Period, lines, report
from tests.factories import MessageFactory, UserFactory

pytestmark = pytest.mark.django_db
NOVEMBER = datetime(2026, 11, 20, 12).astimezone()


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOVEMBER, tick=False) as clock:
        yield clock


def signed_in(*moment):
    return UserFactory(last_login=timezone.make_aware(datetime(*moment)))


def kept():
    return dict(MonthlyRecipients.objects.values_list("month", "count"))


def counted(*months):
    """Note 10, 20, 30… people in these months of 2026, or of the year before if < 1."""
    for number, month in enumerate(months, 1):
        first = date(2026, month, 1) if month > 0 else date(2025, month + 12, 1)
        MonthlyRecipients.objects.create(month=first, count=10 * number)


def average(period):
    return report(Period.named(period))["recipients"]


def test_active_begins_at_midnight_of_the_1st_in_nievre():
    signed_in(2026, 10, 31, 23, 59)
    signed_in(2026, 11, 1, 0, 0)
    UserFactory(last_login=None)

    assert count_recipients() == 1
    assert kept() == {date(2026, 11, 1): 1}


def browser_of(user) -> Client:
    user.set_password("un-panier-de-poireaux")
    user.save()
    browser = Client()
    given = {"login": user.email, "password": "un-panier-de-poireaux"}
    assert browser.post(reverse("account_login"), given).status_code == 302
    return browser


def test_using_a_session_opened_before_is_active_and_so_is_writing(in_november):
    first = datetime(2026, 11, 1).astimezone()
    in_november.move_to(first - timedelta(days=7))
    _stays_away, comes_back = (browser_of(one) for one in UserFactory.create_batch(2))
    in_november.move_to(first + timedelta(days=5))
    assert not active_since(first).exists()

    back = comes_back.get(reverse("account_profile")).context["user"]
    writer = MessageFactory(author=signed_in(2026, 9, 1)).author

    assert set(active_since(first)) == {back, writer}


def test_a_session_used_at_midnight_of_the_1st_in_nievre_is_active(in_november):
    first = timezone.make_aware(datetime(2026, 11, 1))
    in_november.move_to(first - timedelta(days=7))
    before, after = (browser_of(one) for one in UserFactory.create_batch(2))
    in_november.move_to(first - timedelta(minutes=30))
    before.get(reverse("account_profile"))
    in_november.move_to(first + timedelta(minutes=30))
    back = after.get(reverse("account_profile")).context["user"]

    assert list(active_since(first)) == [back]


def test_the_number_is_the_same_however_often_it_is_counted():
    signed_in(2026, 11, 2)

    assert [count_recipients() for _time in range(3)] == [1, 1, 1]
    assert kept() == {date(2026, 11, 1): 1}


def test_who_leaves_was_active():
    gone = signed_in(2026, 11, 2)
    count_recipients()
    gone.delete()

    assert count_recipients() == 0
    assert kept() == {date(2026, 11, 1): 1}


@pytest.mark.parametrize("later", [1, 3])
def test_of_two_counts_at_once_the_greater_remains(monkeypatch, later):
    """The other worker counts and writes after this one counted."""
    signed_in(2026, 11, 2)
    here = recipients.active_since

    def overtaken(first):
        number = here(first).count()
        MonthlyRecipients.objects.create(month=first.date(), count=later)
        monkeypatch.setattr(recipients, "active_since", here)
        signed_in(2026, 11, 3)
        return type("Counted", (), {"count": lambda self: number + 1})()

    monkeypatch.setattr(recipients, "active_since", overtaken)
    count_recipients()

    assert kept() == {date(2026, 11, 1): max(2, later)}


def test_each_month_has_its_number(in_november):
    signed_in(2026, 11, 2)
    count_recipients()
    in_november.move_to(datetime(2026, 12, 1, 0, 30).astimezone())
    count_recipients()

    assert kept() == {date(2026, 11, 1): 1, date(2026, 12, 1): 0}


def test_the_report_is_about_the_six_complete_months_before_its_end():
    counted(-2, 4, 5, 6, 7, 8, 9, 10, 11)  # 20 + … + 80 from April on, 90 now

    six = {"monthly_average": 55, "months": 6}
    assert average("2026-11") == average("2026") == average("2026-10") == six
    assert average("2026-09") == {"monthly_average": 45, "months": 6}
    assert average("2026-04") == {"monthly_average": 20, "months": 1}
    assert average("2025-12") == {"monthly_average": 10, "months": 1}


def test_with_fewer_months_the_report_says_on_how_many_it_rests():
    counted(8, 10)

    assert average("2026-11") == {"monthly_average": 15, "months": 2}
    told = lines(report(Period.named("2026-11")))
    assert ("Destinataires", "personnes actives par mois, en moyenne", 15) in told
    assert (
        "Destinataires",
        "mois complets dans cette moyenne, six au plus",
        2,
    ) in told


def test_without_a_complete_month_there_is_no_average():
    counted(11)

    assert average("2026-11") == {"monthly_average": None, "months": 0}


@pytest.mark.parametrize("how_many", [1, 8])
def test_counting_costs_the_same_whatever_the_number_of_people(
    in_november, django_assert_num_queries, how_many
):
    in_november.move_to(NOVEMBER - timedelta(days=25))
    for _number in range(how_many):
        browser_of(UserFactory())
    in_november.move_to(NOVEMBER - timedelta(days=15))
    count_recipients()

    with django_assert_num_queries(4):
        count_recipients()
    assert Session.objects.count() == how_many
