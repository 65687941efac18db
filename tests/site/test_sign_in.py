"""Signing in from a front end, over real HTTP: with a token, then with a cookie."""

from datetime import timedelta

import pytest
import requests
import time_machine
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from tests.factories import UserFactory
from tests.mailbox import code_in

EMAIL, PASSWORD = "renee@example.org", "un-panier-de-poireaux"
NEWCOMER = {
    "email": EMAIL,
    "password": PASSWORD,
    "first_name": "Renée",
    "commune": "Prémery",
    "birth_date": "14/05/1968",
    "charter": True,
}
CREDENTIALS = {"email": EMAIL, "password": PASSWORD}


class App:
    """Keeps a token, and no cookie."""

    client = "app"

    def __init__(self, address):
        self.address, self.headers = address, {}

    def auth(self, method, path, **body):
        answer = self.send(method, f"/_allauth/{self.client}/v1/auth/{path}", body)
        data = answer.json() if answer.content else {}
        if token := data.get("meta", {}).get("session_token"):
            self.headers = {"X-Session-Token": token}
        return answer

    def me(self):
        return self.send("POST", "/graphql/", {"query": "{ me { email } }"}).json()

    def send(self, method, path, body):
        json = body or None
        address = self.address + path
        return requests.request(
            method, address, json=json, headers=self.headers, timeout=20
        )


class Browser(App):
    """Keeps cookies, and copies the CSRF cookie into a header."""

    client = "browser"

    def __init__(self, address):
        super().__init__(address)
        self.session = requests.Session()
        self.auth("GET", "session")

    def send(self, method, path, body):
        headers = {"X-CSRFToken": self.session.cookies.get("csrftoken", "")}
        return self.session.request(
            method, self.address + path, json=body or None, headers=headers, timeout=20
        )


@pytest.fixture(params=[App, Browser], ids=["app", "browser"])
def front_end(request, live_server, settings):
    settings.SITE_URL = live_server.url
    return lambda: request.param(live_server.url)


@pytest.fixture
def code(mailoutbox):
    """Return the code of the last mail, once the worker sent it."""

    def last():
        call_command("work", once=True)
        return code_in(mailoutbox[-1])

    return last


@pytest.fixture
def renee(front_end, code):
    renee = front_end()
    renee.auth("POST", "signup", **NEWCOMER)
    renee.auth("POST", "email/verify", key=code())
    return renee


def user_of(front_end):
    return front_end.me()["data"]["me"]


def wrong(code):
    return f"{(int(code.replace(' ', '')) + 1) % 1_000_000:06d}"


def test_the_whole_way_from_signing_up_to_signing_out(front_end, code):
    renee = front_end()
    assert renee.auth("POST", "signup", **NEWCOMER).status_code == 401
    confirmed = renee.auth("POST", "email/verify", key=code())
    assert confirmed.status_code == 200
    assert confirmed.json()["data"]["user"]["display"] == "Renée"
    assert renee.auth("GET", "session").json()["meta"]["is_authenticated"] is True
    assert user_of(renee) == {"email": EMAIL}

    other = front_end()
    assert other.auth("POST", "login", **CREDENTIALS).status_code == 200
    listed = renee.auth("GET", "sessions").json()["data"]
    assert sorted(one["is_current"] for one in listed) == [False, True]
    (far,) = [one["id"] for one in listed if not one["is_current"]]
    assert len(renee.auth("DELETE", "sessions", sessions=[far]).json()["data"]) == 1
    assert ended(other)

    assert renee.auth("DELETE", "session").status_code == 401
    assert ended(renee)


def ended(front_end) -> bool:
    """A token is refused, a cookie opens nothing."""
    answer = front_end.me()
    if front_end.client == "app":
        return answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    return answer["data"]["me"] is None


def test_the_sessions_of_other_people_cannot_be_ended(renee, front_end):
    paul = UserFactory(email="paul@example.org")
    paul.set_password(PASSWORD)
    paul.save()
    other = front_end()
    other.auth("POST", "login", email=paul.email, password=PASSWORD)
    (theirs,) = other.auth("GET", "sessions").json()["data"]

    refused = renee.auth("DELETE", "sessions", sessions=[theirs["id"]])

    assert refused.status_code == 400
    assert user_of(other) == {"email": paul.email}


def test_a_wrong_code_is_named_and_can_be_corrected(front_end, code):
    renee = front_end()
    renee.auth("POST", "signup", **NEWCOMER)

    refused = renee.auth("POST", "email/verify", key=wrong(code()))
    (error,) = refused.json()["errors"]

    assert (refused.status_code, error["param"]) == (400, "key")
    assert error["code"] == "incorrect_code"
    assert not User.objects.get().is_confirmed
    assert renee.auth("POST", "email/verify", key=code()).status_code == 200


def test_after_five_wrong_codes_one_signs_in_for_another(front_end, code):
    renee = front_end()
    renee.auth("POST", "signup", **NEWCOMER)
    right = code()

    tries = [wrong(right)] * 5 + [right]
    answers = [renee.auth("POST", "email/verify", key=one) for one in tries]

    assert [answer.status_code for answer in answers] == [400] * 5 + [409]
    assert not User.objects.get().is_confirmed
    assert renee.auth("POST", "login", **CREDENTIALS).status_code == 401
    assert renee.auth("POST", "email/verify", key=code()).status_code == 200


def test_an_hour_later_the_code_is_refused(front_end, code):
    renee = front_end()
    renee.auth("POST", "signup", **NEWCOMER)

    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        late = renee.auth("POST", "email/verify", key=code())

    assert late.status_code == 409
    assert not User.objects.get().is_confirmed


def test_a_code_serves_once(renee, front_end, code):
    renee.auth("DELETE", "session")
    again = front_end()

    used, never = (
        asked.auth("POST", "email/verify", key=code()).status_code
        for asked in (renee, again)
    )

    assert (used, never) == ({"app": 410, "browser": 409}[renee.client], 409)
    assert ended(renee)


def test_the_code_is_sent_again(front_end, code, mailoutbox):
    renee = front_end()
    renee.auth("POST", "signup", **NEWCOMER)

    asked = [renee.auth("POST", "email/verify/resend").status_code for _try in range(4)]
    assert renee.auth("POST", "email/verify", key=code()).status_code == 200

    assert asked == [200, 200, 200, 409]
    assert len(mailoutbox) == 4


def test_a_known_address_gets_the_same_answers(front_end, code):
    UserFactory(email="connue@example.org")
    known, unknown = front_end(), front_end()

    seen = [
        [
            told(front.auth("POST", "signup", **NEWCOMER | {"email": email})),
            told(front.auth("POST", "email/verify", key="12")),
            told(front.auth("POST", "email/verify/resend")),
            told(front.auth("GET", "session")),
        ]
        for front, email in ((known, "connue@example.org"), (unknown, EMAIL))
    ]

    assert seen[0] == seen[1]


def told(answer):
    body = answer.json()
    body.get("meta", {}).pop("session_token", None)
    return answer.status_code, body


def test_a_session_is_prolonged_by_its_use_up_to_thirty_days(renee):
    start = timezone.now()

    for days in (10, 20, 29.9):
        with time_machine.travel(start + timedelta(days=days)):
            assert user_of(renee) == {"email": EMAIL}
    with time_machine.travel(start + timedelta(days=30.1)):
        assert ended(renee)


def test_a_session_that_is_not_used_ends_after_fourteen_days(renee):
    with time_machine.travel(timezone.now() + timedelta(days=14.1)):
        assert ended(renee)


def test_a_change_of_password_ends_the_other_sessions(renee, front_end):
    other = front_end()
    other.auth("POST", "login", **CREDENTIALS)

    changed = renee.send(
        "POST",
        f"/_allauth/{renee.client}/v1/account/password/change",
        {"current_password": PASSWORD, "new_password": "trois-brins-de-persil"},
    )
    if token := changed.json()["meta"].get("session_token"):
        renee.headers = {"X-Session-Token": token}

    assert changed.status_code == 200
    assert ended(other)
    assert user_of(renee) == {"email": EMAIL}


def test_a_browser_without_its_csrf_token_is_refused(live_server):
    browser = Browser(live_server.url)
    browser.session.cookies.set("csrftoken", None)

    assert (
        requests.post(
            f"{live_server.url}/_allauth/browser/v1/auth/login",
            json=CREDENTIALS,
            cookies=browser.session.cookies,
            timeout=20,
        ).status_code
        == 403
    )
