import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import forget_unconfirmed
from accounts.models import User
from tests.factories import UserFactory
from tests.mailbox import code_in
from tests.proof import sign_in_afresh
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
CODE_PAGE = "/compte/confirm-email/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def answers(**changes):
    return {
        "email": "jeanne@example.org",
        "password1": "un-panier-de-poireaux",
        "first_name": "Jeanne",
        "commune": "premery",
        "birth_date": "14/05/1968",
        "charter": "on",
        **changes,
    }


def credentials():
    return {"login": "jeanne@example.org", "password": "un-panier-de-poireaux"}


def delivered():
    """Let the worker empty its queue; return the codes it sent, in order."""
    call_command("work", once=True, verbosity=0)
    return [code_in(sent) for sent in mail.outbox]


def typed(client, code):
    return client.post(CODE_PAGE, {"code": code}, follow=True)


def test_the_code_confirms_and_signs_in_at_once(client):
    client.post(reverse("account_signup") + "?next=/messages/", answers())
    (code,) = delivered()
    user = User.objects.get()
    assert not user.is_confirmed

    page = client.post(CODE_PAGE, {"code": code})

    assert page.url == "/messages/"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.is_confirmed
    assert (user.display_name, user.commune.name) == ("Jeanne", "Prémery")
    assert user.charter_accepted_at


def test_the_mail_says_what_the_code_is_for_and_how_long_it_lasts(client):
    with time_machine.travel("2027-03-02T13:20:00Z", tick=False):
        client.post(reverse("account_signup"), answers())
        (code,) = delivered()

    (sent,) = mail.outbox
    html = sent.message().get_body(["html"]).get_content()
    for words in (
        "jusqu’au mardi 2 mars à 15 h 20",
        "Vous n’avez rien demandé ?",
        "l’équipe ne vous le demandera jamais",
    ):
        assert words in sent.body
        assert words in html
    assert f"<h1>{code}</h1>" in html
    assert sent.subject == f"{code} : votre code pour Nièvre Solutions Solidaires"


@pytest.mark.parametrize("written", ["{0}{1}", " {0} {1} ", "{0}-{1}"])
def test_the_code_is_read_however_it_is_written(client, written):
    client.post(reverse("account_signup"), answers())
    (code,) = delivered()

    typed(client, written.format(*code.split()))

    assert User.objects.get().is_confirmed


def other_than(code):
    return f"{(int(code.replace(' ', '')) + 1) % 1_000_000:06d}"


def test_a_wrong_code_can_be_corrected(client):
    client.post(reverse("account_signup"), answers())
    (code,) = delivered()

    page = typed(client, other_than(code))
    assert "Ce n’est pas le bon code" in page.content.decode()
    assert not User.objects.get().is_confirmed
    assert "_auth_user_id" not in client.session

    typed(client, code)
    assert User.objects.get().is_confirmed


def test_after_five_wrong_codes_the_right_one_is_refused(client):
    client.post(reverse("account_signup"), answers())
    (code,) = delivered()

    for _try in range(5):
        page = typed(client, other_than(code))
    late = typed(client, code)

    assert "Trop d’essais" in page.content.decode()
    for seen in (page, late):
        assert "Ce code ne sert plus" in seen.content.decode()
    assert not User.objects.get().is_confirmed


def test_an_hour_later_the_code_is_refused_and_signing_in_sends_another(client):
    client.post(reverse("account_signup"), answers())
    (code,) = delivered()

    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        page = typed(client, code)
        assert "Ce code ne sert plus" in page.content.decode()
        assert not User.objects.get().is_confirmed

        page = client.post(reverse("account_login"), credentials(), follow=True)
        assert "Tapez votre code" in page.content.decode()
        _first, second = delivered()
        assert second != code
        typed(client, second)
    assert User.objects.get().is_confirmed


def test_fifty_minutes_are_not_too_long(client):
    client.post(reverse("account_signup"), answers())
    (code,) = delivered()

    with time_machine.travel(timezone.now() + timedelta(minutes=50)):
        typed(client, code)

    assert User.objects.get().is_confirmed


def test_a_used_code_opens_nothing(client):
    client.post(reverse("account_signup"), answers())
    (code,) = delivered()
    typed(client, code)
    client.logout()

    page = typed(client, code)

    assert "Ce code ne sert plus" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_code_opens_nothing_in_the_browser_of_somebody_else(client):
    client.post(reverse("account_signup"), answers())
    (code,) = delivered()
    other = Client()
    other.post(reverse("account_signup"), answers(email="autre@example.org"))

    typed(other, code)

    assert not EmailAddress.objects.filter(verified=True).exists()


def test_whoever_closed_the_browser_signs_in_and_gets_the_code_again(client):
    client.post(reverse("account_signup"), answers())
    again = Client()

    page = again.post(reverse("account_login"), credentials(), follow=True)
    first, second = delivered()
    assert "Tapez votre code" in page.content.decode()
    assert "_auth_user_id" not in again.session

    typed(again, second)
    assert first == second
    assert User.objects.get().is_confirmed
    assert "_auth_user_id" in again.session


def test_a_wrong_password_sends_no_code(client):
    client.post(reverse("account_signup"), answers())
    wrong = credentials() | {"password": "un-autre-panier"}

    Client().post(reverse("account_login"), wrong)

    assert len(delivered()) == 1


def test_the_code_is_sent_again_three_times(client):
    client.post(reverse("account_signup"), answers())

    for _impatient in range(4):
        page = client.post(CODE_PAGE, {"action": "resend"}, follow=True)

    codes = delivered()
    assert len(codes) == 4
    assert "Envoyer encore" not in page.content.decode()
    typed(client, codes[0])
    assert User.objects.get().is_confirmed


def test_a_mailbox_is_not_flooded():
    for _again in range(7):
        page = Client().post(reverse("account_signup"), answers())

    assert len(delivered()) == 5
    assert page.status_code == 429
    assert "429.html" in [template.name for template in page.templates]
    assert "Attendez cinq minutes" in page.content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"commune": "Paris"}, "commune"),
        ({"charter": ""}, "charter"),
        ({"birth_date": "14 mai 1968"}, "birth_date"),
        ({"birth_date": "14/05/2068"}, "birth_date"),
        ({"password1": "12345678"}, "password1"),
        ({"first_name": ""}, "first_name"),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_creates_nobody(client, change, field):
    answer = client.post(reverse("account_signup"), answers(**change))

    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert "jeanne@example.org" in answer.content.decode()
    assert not User.objects.exists()


def posted(name, values):
    """Return what anybody sees of an answer: status, address, words of the page."""
    client = Client()
    answer = client.post(reverse(name), values, follow=True)
    body = answer.content.decode().replace(values.get("email", ""), "")
    return answer.status_code, answer.redirect_chain, TOKEN.sub("", body)


def test_a_known_address_gets_the_same_answer():
    UserFactory(email="jeanne@example.org")

    known = posted("account_signup", answers())
    unknown = posted("account_signup", answers(email="nouvelle@example.org"))

    assert known == unknown
    assert User.objects.count() == 2
    call_command("work", once=True, verbosity=0)
    assert {tuple(one.to) for one in mail.outbox} == {
        ("jeanne@example.org",),
        ("nouvelle@example.org",),
    }


@pytest.mark.parametrize("email", ["JEANNE@example.org", "Jeanne@Example.ORG"])
def test_an_address_is_the_same_in_capitals(client, email):
    user = UserFactory(email="jeanne@example.org")
    user.set_password("un-panier-de-poireaux")
    user.save()

    client.post(reverse("account_signup"), answers(email=email))
    assert User.objects.count() == 1
    signed_in = client.post(
        reverse("account_login"),
        {"login": email, "password": "un-panier-de-poireaux"},
    )

    assert signed_in.url == "/"


def test_signing_up_twice_at_once_creates_one_account():
    def click():
        answer = Client().post(reverse("account_signup"), answers())
        return answer.status_code, answer.url

    assert at_once([click] * 4) == [(302, "/compte/confirm-email/")] * 4
    assert User.objects.get().commune.name == "Prémery"


def test_a_double_click_sends_a_code_that_works():
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.post(reverse("account_signup"), answers())
    first, second = delivered()

    assert (first == second, User.objects.count()) == (True, 1)
    typed(browsers[1], first)
    assert "_auth_user_id" in browsers[1].session
    typed(browsers[0], first)  # the address is confirmed: nothing more to prove
    assert "_auth_user_id" not in browsers[0].session


def test_another_password_for_a_waiting_address_gets_no_code(client):
    client.post(reverse("account_signup"), answers())
    Client().post(reverse("account_signup"), answers(password1="trois-brins-de-persil"))
    call_command("work", once=True, verbosity=0)

    code_mail, told = mail.outbox
    assert told.subject.startswith("Vous avez déjà un compte")
    assert code_in(code_mail) not in told.body
    assert User.objects.get().check_password("un-panier-de-poireaux")


def test_a_mistyped_address_is_corrected_by_starting_again(client):
    client.post(reverse("account_signup"), answers(email="jeane@example.org"))
    page = client.get(CODE_PAGE)
    assert reverse("account_signup") in page.content.decode()

    client.post(reverse("account_signup"), answers())
    codes = delivered()
    typed(client, codes[1])

    assert User.objects.get(email="jeanne@example.org").is_confirmed
    assert not User.objects.get(email="jeane@example.org").is_confirmed


def test_accounts_never_confirmed_are_forgotten_after_a_week(client):
    UserFactory(confirmed=False)  # made by the staff: nobody signed up
    client.post(reverse("account_signup"), answers())
    Client().post(reverse("account_signup"), answers(email="sure@example.org"))
    User.objects.get(email="sure@example.org").emailaddress_set.update(verified=True)

    kept = []
    for days in (6.9, 7.1):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            forget_unconfirmed()
        kept.append(User.objects.filter(charter_accepted_at__isnull=False).count())

    assert kept == [2, 1]
    assert User.objects.count() == 2


@pytest.mark.parametrize("known", [True, False])
def test_five_wrong_codes_tell_nothing_of_an_address(client, known):
    if known:
        UserFactory(email="jeanne@example.org")
    client.post(reverse("account_signup"), answers())

    seen = [typed(client, "12").content.decode() for _try in range(5)]

    assert ["Ce n’est pas le bon code" in page for page in seen] == [True] * 4 + [False]
    assert "Ce code ne sert plus" in seen[4]
    assert "Trop d’essais" in seen[4]


def test_another_address_is_added_by_a_code(client, resident):
    sign_in_afresh(client, resident)

    added = client.post(
        reverse("account_email"), {"action_add": "", "email": "autre@example.org"}
    )
    assert added.url == CODE_PAGE
    assert resident.emailaddress_set.count() == 1
    (code,) = delivered()
    typed(client, code)

    assert resident.emailaddress_set.get(email="autre@example.org").verified


def test_a_forgotten_password_is_replaced_by_mail(client):
    user = UserFactory(email="jeanne@example.org")

    asked = [
        posted("account_reset_password", {"email": email})
        for email in ("Jeanne@example.org", "inconnue@example.org")
    ]
    call_command("work", once=True, verbosity=0)

    assert asked[0] == asked[1]
    (sent,) = mail.outbox
    assert sent.to == [user.email]
    (link,) = re.findall(
        r"http://testserver(/compte/password/reset/key/\S+)", sent.body
    )
    form = client.get(link, follow=True)
    client.post(
        form.redirect_chain[-1][0],
        {"password1": "trois-brins-de-persil", "password2": "trois-brins-de-persil"},
    )
    user.refresh_from_db()
    assert user.check_password("trois-brins-de-persil")
