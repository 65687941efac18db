"""Where one is signed in, for how long, and how one leaves from afar."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import forget_ended_sessions
from accounts.browsers import device_of
from accounts.sessions import SessionStore
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "un-panier-de-poireaux"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)
PAGE = "/compte/sessions/"


@pytest.fixture
def resident(db):
    user = UserFactory(email="renee@example.org")
    user.set_password(PASSWORD)
    user.save()
    return user


def signed_in(user, agent=FIREFOX, **more):
    browser = Client(headers={"user-agent": agent})
    given = {"login": user.email, "password": PASSWORD, "remember": "on", **more}
    assert browser.post(reverse("account_login"), given).status_code == 302
    return browser


def is_in(browser) -> bool:
    return browser.get(reverse("account_profile")).status_code == 200


def days_later(days):
    return time_machine.travel(timezone.now() + timedelta(days=days))


# --- How long -------------------------------------------------------------------------


def test_a_session_ends_after_fourteen_days_without_use(resident):
    browser = signed_in(resident)

    with days_later(13.9):
        assert is_in(browser)

    browser = signed_in(resident)
    with days_later(14.1):
        assert not is_in(browser)


def test_its_use_prolongs_a_session_up_to_thirty_days(resident):
    browser, start = signed_in(resident), timezone.now()

    for days in (10, 20, 29.9):
        with time_machine.travel(start + timedelta(days=days)):
            assert is_in(browser)
    with time_machine.travel(start + timedelta(days=30.1)):
        assert not is_in(browser)


def test_the_cookie_is_renewed_with_the_session_and_never_outlives_it(resident):
    browser, start = signed_in(resident), timezone.now()

    ages = []
    for days in (10, 20):
        with time_machine.travel(start + timedelta(days=days), tick=False):
            answer = browser.get(reverse("account_profile"))
        ages.append(answer.cookies["sessionid"]["max-age"])

    assert ages[0] == 14 * 24 * 3600
    assert 10 * 24 * 3600 - 60 < ages[1] <= 10 * 24 * 3600


def test_a_session_is_written_once_a_day_only(resident):
    browser = signed_in(resident)
    rows = Session.objects.order_by("pk").values_list("expire_date", flat=True)

    with days_later(1.1):
        before = rows.get()
        is_in(browser)
        after = rows.get()
        is_in(browser)
        assert before < after == rows.get()


def test_those_who_reach_the_admin_sign_in_every_morning(resident):
    resident.is_superuser = True
    resident.save()
    browser, start = signed_in(resident), timezone.now()

    with time_machine.travel(start + timedelta(hours=7.9)):
        assert is_in(browser)
    with time_machine.travel(start + timedelta(hours=8.1)):
        assert not is_in(browser)


# --- Where ----------------------------------------------------------------------------


def test_signing_in_writes_one_row_more(resident):
    signed_in(resident)

    assert UserSession.objects.filter(user=resident).count() == 1


def test_the_page_names_devices_and_no_address(resident):
    signed_in(resident, PHONE)
    browser = signed_in(resident)

    page = browser.get(PAGE).content.decode()

    assert "Firefox sur Windows" in page
    assert "Chrome sur Android" in page
    assert page.count("Vous êtes ici") == 1
    assert "127.0.0.1" not in page


@pytest.mark.parametrize("how_many", [1, 6])
def test_the_page_costs_the_same_whatever_is_open(
    resident, django_assert_num_queries, how_many
):
    for _other in range(how_many):
        signed_in(resident, PHONE)
    browser = signed_in(resident)
    browser.get(PAGE)

    # Session, person, what is open; unread, settings and menus of the site.
    with django_assert_num_queries(6):
        assert browser.get(PAGE).content.decode().count("Chrome sur") >= how_many


def test_one_of_the_others_is_closed(resident):
    phone, library = signed_in(resident, PHONE), signed_in(resident)
    browser = signed_in(resident)
    row = UserSession.objects.get(session_key=phone.session.session_key)

    browser.post(PAGE, {"session": row.pk})

    assert [is_in(one) for one in (phone, library, browser)] == [False, True, True]


def test_all_the_others_are_closed_at_once(resident):
    others = [signed_in(resident, PHONE), signed_in(resident)]
    browser = signed_in(resident)

    page = browser.post(PAGE, follow=True)

    assert "2 connexions fermées." in page.content.decode()
    assert [is_in(one) for one in (*others, browser)] == [False, False, True]


def test_the_sessions_of_other_people_are_out_of_reach(resident):
    paul = UserFactory()
    paul.set_password(PASSWORD)
    paul.save()
    theirs = signed_in(paul)
    row = UserSession.objects.get(user=paul)
    browser = signed_in(resident)

    page = browser.post(PAGE, {"session": row.pk})

    assert list(page.context["form"].errors) == ["session"]
    assert is_in(theirs)
    assert is_in(browser)


def test_a_visitor_signs_in_first(client):
    assert client.get(PAGE).url == f"/compte/login/?next={PAGE}"


def test_a_change_of_password_ends_the_other_sessions(resident):
    other, browser = signed_in(resident, PHONE), signed_in(resident)
    new = {"password1": "trois-brins-de-persil", "password2": "trois-brins-de-persil"}

    browser.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})

    assert [is_in(other), is_in(browser)] == [False, True]
    assert Session.objects.filter(pk=other.cookies["sessionid"].value).count() == 0
    page = browser.get(PAGE).content.decode()
    assert (page.count("Firefox sur"), page.count("Chrome sur")) == (1, 0)


def test_ended_sessions_leave_nothing_behind(resident):
    signed_in(resident)
    left = signed_in(resident)
    left.post(reverse("account_logout"))
    call_command("clearsessions")

    forget_ended_sessions()
    assert UserSession.objects.count() == 1
    with days_later(15):
        forget_ended_sessions()
    assert (UserSession.objects.count(), Session.objects.count()) == (0, 0)


def test_what_one_reader_changes_of_a_session_no_other_reads(settings):
    store = SessionStore()
    sealed = store.encode({"kept": ["bois"], "half": "\ud83c"})

    store.decode(sealed)["kept"].append("pain")

    assert store.decode(sealed) == {"kept": ["bois"], "half": "\ud83c"}
    assert store.decode(sealed[:-1]) == {}
    settings.SECRET_KEY = "another"
    assert store.decode(sealed) == {}


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, "Firefox sur Windows"),
        (PHONE, "Chrome sur Android"),
        (PHONE + " EdgA/140.0", "Edge sur Android"),
        ("Mozilla/5.0 (Macintosh) Version/18.0 Safari/605.1.15", "Safari sur Mac"),
        ("Mozilla/5.0 (iPhone) Version/18.0 Mobile Safari/604.1", "Safari sur iPhone"),
        ("python-requests/2.32", "Une application"),
        ("", "Une application"),
    ],
)
def test_a_device_is_named_plainly(agent, device):
    assert device_of(agent) == device
