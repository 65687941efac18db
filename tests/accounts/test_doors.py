"""The doors that anybody may knock at: what they tell, and how often they answer."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.checks.registry import registry
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.checks import proxies_are_counted, refuse_to_start_wrong
from accounts.models import User
from tests.factories import UserFactory
from tests.mailbox import code_in, free_port
from tests.proof import sign_in_afresh

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "un-panier-de-poireaux"
TOKEN = re.compile(r'name="(csrfmiddlewaretoken|ouverte)" value="[^"]*"')
KNOWN, UNKNOWN = "renee@example.org", "voisin@example.org"
NOWHERE = "Trop d’essais"


@pytest.fixture
def renee():
    user = UserFactory(email=KNOWN)
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(client=None, email=KNOWN, password=PASSWORD, **request):
    given = {"login": email, "password": password}
    return (client or Client()).post(reverse("account_login"), given, **request)


def newcomer(email=UNKNOWN, **changes):
    return {
        "first_name": "Jeanne",
        "commune": "Prémery",
        "birth_date": "1960-05-01",
        "email": email,
        "password1": PASSWORD,
        "charter": "on",
        **changes,
    }


def sign_up(email, **request):
    return Client().post(reverse("account_signup"), newcomer(email), **request)


# --- Nothing is told of an address ----------------------------------------------------


def knock(door, email):
    """Return what anybody sees, how many passwords were hashed, how much was asked."""
    given = {
        "account_login": {"login": email, "password": "faux-mot-de-passe"},
        "account_signup": newcomer(email),
        "account_reset_password": {"email": email},
        "account_request_login_code": {"email": email},
    }[door]
    client, hashed, whole = Client(), [], MD5PasswordHasher.encode
    with (
        pytest.MonkeyPatch.context() as patch,
        CaptureQueriesContext(connection) as sql,
    ):
        patch.setattr(
            MD5PasswordHasher,
            "encode",
            lambda *given: hashed.append(1) or whole(*given),
        )
        answer = client.post(reverse(door), given)
    page = client.get(answer.url).content.decode() if answer.status_code == 302 else ""
    words = TOKEN.sub("", page + answer.content.decode()).replace(email, "")
    return (answer.status_code, answer.get("Location"), words), len(hashed), len(sql)


@pytest.mark.parametrize(
    "door", ["account_login", "account_signup", "account_request_login_code"]
)
def test_a_door_answers_the_same_with_the_same_work(renee, door):
    knock(door, "premier@example.org")  # what is read once is read
    known, unknown = knock(door, KNOWN), knock(door, UNKNOWN)

    assert known[0] == unknown[0]
    assert known[1] == unknown[1]
    if door == "account_request_login_code":  # others hash a password, and take as long
        assert known[2] == unknown[2]
    else:
        assert known[1] > 0


def test_a_forgotten_password_answers_the_same_with_the_same_work(renee):
    door = "account_reset_password"
    knock(door, "premier@example.org")
    known, unknown = knock(door, KNOWN), knock(door, UNKNOWN)

    assert known == unknown
    call_command("work", once=True, verbosity=0)
    assert [one.to for one in mail.outbox] == [[KNOWN]]


def test_a_code_signs_in_and_an_unknown_address_gets_none(renee, client):
    Client().post(reverse("account_request_login_code"), {"email": UNKNOWN})
    client.post(reverse("account_request_login_code"), {"email": KNOWN})
    call_command("work", once=True, verbosity=0)
    (sent,) = mail.outbox
    assert sent.to == [KNOWN]

    wrong = client.post(reverse("account_confirm_login_code"), {"code": "12"})
    assert "Ce n’est pas le bon code" in wrong.content.decode()
    signed_in = client.post(
        reverse("account_confirm_login_code"), {"code": code_in(sent)}
    )
    assert signed_in.url == "/"
    assert client.get("/compte/").status_code == 200


def test_a_code_serves_five_tries_and_a_quarter_of_an_hour(renee):
    def asked():
        browser = Client()
        browser.post(reverse("account_request_login_code"), {"email": KNOWN})
        call_command("work", once=True, verbosity=0)
        return browser, code_in(mail.outbox[-1])

    guesser, code = asked()
    for _try in range(5):
        guesser.post(reverse("account_confirm_login_code"), {"code": "12"})
    guesser.post(reverse("account_confirm_login_code"), {"code": code})
    slow, code = asked()
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        slow.post(reverse("account_confirm_login_code"), {"code": code})

    assert "_auth_user_id" not in guesser.session
    assert "_auth_user_id" not in slow.session


def test_an_awaited_code_does_not_keep_from_the_password(renee, client):
    client.post(reverse("account_request_login_code"), {"email": KNOWN})

    assert client.get(reverse("account_login")).status_code == 200
    assert log_in(client).url == "/"


# --- How often ------------------------------------------------------------------------


def test_the_sixth_password_is_refused_even_when_right_and_not_for_ever(renee):
    for _wrong in range(5):
        assert log_in(password="faux-mot-de-passe").status_code == 200

    assert NOWHERE in log_in().content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert log_in().url == "/"


def count_before(most, request):
    """Return how many logins pass before the limit."""
    for count in range(most):
        answer = log_in(email=f"n{count}@example.org", **request(count))
        if NOWHERE in answer.content.decode():
            return count
    return most


def test_an_address_that_is_forged_counts_as_the_real_one():
    def forged(count):
        return {"HTTP_X_FORWARDED_FOR": f"198.51.100.{count}"}

    assert count_before(12, forged) == 10


def test_behind_a_proxy_each_visitor_is_counted(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def real(count):
        return {"HTTP_X_FORWARDED_FOR": f"6.6.6.6, 198.51.100.{count}"}

    assert count_before(12, real) == 12


def test_a_network_of_one_customer_is_one_address():
    def neighbour(count):
        return {"REMOTE_ADDR": f"2001:db8:1:2::{count:x}"}

    assert count_before(12, neighbour) == 10


def test_a_town_hall_is_allowed_more(settings):
    settings.SHARED_ADDRESSES = ["203.0.113.0/29", "2001:db8::/32"]
    settings.SHARED_ADDRESS_FACTOR = 2

    def town_hall(count):
        return {"REMOTE_ADDR": "203.0.113.5"}

    def home(count):
        return {"REMOTE_ADDR": "203.0.113.9"}

    assert (count_before(25, town_hall), count_before(25, home)) == (20, 10)


def test_an_address_makes_three_accounts_a_day():
    answers = [sign_up(f"n{count}@example.org") for count in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert "Plusieurs comptes" in answers[3].content.decode()
    assert User.objects.count() == 3
    assert sign_up("n9@example.org", REMOTE_ADDR="198.51.100.1").status_code == 302
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert sign_up("n4@example.org").status_code == 302


def test_the_limit_of_accounts_tells_nothing_and_forgives_a_second_click(renee):
    for count in range(2):
        sign_up(f"n{count}@example.org")
        sign_up(f"n{count}@example.org")

    assert sign_up(KNOWN).status_code == 302
    assert sign_up(KNOWN).status_code == sign_up(UNKNOWN).status_code == 429


def test_without_the_cache_doors_answer_and_still_count(renee, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "config.cache.PatientRedisCache",
            "LOCATION": f"redis://127.0.0.1:{free_port()}/0",
        }
    }

    assert log_in().status_code == 302
    assert sign_up(UNKNOWN).status_code == 302
    reset = Client().post(reverse("account_reset_password"), {"email": KNOWN})
    assert reset.status_code == 302
    for _wrong in range(5):
        assert log_in(password="faux-mot-de-passe").status_code == 200
    assert NOWHERE in log_in().content.decode()


# --- A server that nobody told of its proxies -----------------------------------------


@pytest.mark.parametrize(
    ("header", "count", "found"),
    [
        (("HTTP_X_FORWARDED_PROTO", "https"), None, ["accounts.E001"]),
        (("HTTP_X_FORWARDED_PROTO", "https"), 1, []),
        (("HTTP_X_FORWARDED_PROTO", "https"), 0, []),
        (None, None, []),
        (None, -1, ["accounts.E002"]),
    ],
)
def test_a_server_refuses_to_start_without_its_proxies(settings, header, count, found):
    settings.SECURE_PROXY_SSL_HEADER, settings.TRUSTED_PROXY_COUNT = header, count

    assert [one.id for one in proxies_are_counted()] == found
    if found:
        with pytest.raises(ImproperlyConfigured, match=found[0]):
            refuse_to_start_wrong()
    else:
        refuse_to_start_wrong()


def test_the_deployment_check_looks_at_proxies():
    assert proxies_are_counted in registry.deployment_checks


# --- Passwords ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("motdepasse1", "password_too_common"),
        ("Azerty123!", "password_too_common"),
        ("password", "password_too_common"),
        ("jeanne1958", "password_too_similar"),
        ("premery58", "password_too_similar"),
        ("voisin@example.org", "password_too_similar"),
        ("court", "password_too_short"),
        ("a" * 5_000, "password_too_long"),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(client, password, code):
    answer = client.post(reverse("account_signup"), newcomer(password1=password))

    mistakes = answer.context["form"].errors.as_data()["password1"]
    assert code in [mistake.code for mistake in mistakes]
    assert not User.objects.exists()


def test_a_sentence_of_sixty_four_characters_is_a_password(client):
    sentence = "Une éclaircie à Château-Chinon, dès l’aube, réchauffe nos cœurs !"
    sentence = sentence[:64]
    client.post(reverse("account_signup"), newcomer(password1=sentence))

    assert len(sentence) == 64
    assert User.objects.get().check_password(sentence)


# --- Proving it again -----------------------------------------------------------------


def test_an_old_session_proves_it_again_before_a_change_of_address(renee, client):
    sign_in_afresh(client, renee, seconds_ago=16 * 60)
    given = {"action_add": "", "email": "neuve@example.org"}

    asked = client.post(reverse("account_email"), given)
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert "Rien de ce que vous avez tapé n’est perdu" in (
        client.get(asked.url).content.decode()
    )
    proof = {"password": PASSWORD, "next": reverse("account_email")}
    done = client.post(asked.url, proof)

    assert done.url == reverse("account_email_verification_sent")


def test_who_has_no_password_proves_it_by_a_mailed_code(renee, client):
    renee.set_unusable_password()
    renee.save()
    sign_in_afresh(client, renee, seconds_ago=16 * 60)

    asked = client.get(reverse("account_set_password"))
    assert asked.url.startswith(reverse("account_reauthenticate_by_code"))
    client.post(asked.url, {"action": "send"})
    call_command("work", once=True, verbosity=0)
    code = code_in(mail.outbox[-1])
    wrong = client.post(asked.url, {"code": "12"})
    assert "Ce n’est pas le bon code" in wrong.content.decode()
    following = {"code": code, "next": reverse("account_set_password")}
    assert client.post(asked.url, following).url == reverse("account_set_password")
    assert client.get(reverse("account_set_password")).status_code == 200


def test_a_code_that_proves_it_serves_five_tries(renee, client):
    sign_in_afresh(client, renee, seconds_ago=16 * 60)
    page = reverse("account_reauthenticate_by_code")
    client.post(page, {"action": "send"})
    call_command("work", once=True, verbosity=0)
    code = code_in(mail.outbox[-1])

    for _try in range(5):
        client.post(page, {"code": "12"})

    assert client.post(page, {"code": code}).status_code == 200
