"""A newcomer makes an account, proves her address and signs in."""

import re

from playwright.sync_api import expect

from accounts.models import User
from tests.factories import InfoPageFactory, UserFactory
from tests.mailbox import code_in

from .conftest import EMAIL, PASSWORD, SECRET, fill_sign_in


def sign_up(page, email):
    page.goto("/compte/signup/")
    page.get_by_label(EMAIL).fill(email)
    page.get_by_label(SECRET).fill(PASSWORD)
    page.get_by_label("prénom").fill("Renée")
    page.get_by_label("naissance").fill("14/05/1968")
    page.get_by_label("commune").fill("premery")
    page.get_by_label("charte").check()
    page.get_by_label(SECRET).press("Enter")
    page.wait_for_url(lambda url: "/signup" not in url)


def test_a_newcomer_types_her_code_and_is_signed_in(phone, delivered):
    sign_up(phone, "renee@example.org")
    [mail] = delivered()
    assert mail.to == ["renee@example.org"]

    expect(phone.get_by_role("heading", level=1)).to_have_text("Tapez votre code")
    wide = phone.evaluate("document.documentElement.scrollWidth")
    assert wide == 360
    phone.get_by_label("six chiffres").fill("12")
    phone.get_by_role("button", name="Confirmer").click()
    expect(phone.get_by_role("main")).to_contain_text("Ce n’est pas le bon code")
    phone.get_by_label("six chiffres").fill(code_in(mail))
    phone.get_by_label("six chiffres").press("Enter")
    phone.wait_for_url(lambda url: "/confirm-email" not in url)
    phone.goto("/messages/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Mes messages")
    renee = User.objects.get(email="renee@example.org")
    assert (renee.is_confirmed, renee.commune.name) == (True, "Prémery")


def test_new_rules_are_accepted_without_losing_what_is_being_written(phone):
    renee = UserFactory(email="renee@example.org")
    renee.set_password(PASSWORD)
    renee.save()
    InfoPageFactory(charter=True)
    phone.goto("/compte/login/?next=/compte/")
    fill_sign_in(phone, "renee@example.org")
    phone.get_by_label("mots sur vous").fill("À moitié écrit")

    phone.get_by_role("button", name="J’accepte").click()

    expect(phone.get_by_text("C’est noté, merci.")).to_be_focused()
    expect(phone.get_by_label("mots sur vous")).to_have_value("À moitié écrit")
    renee.refresh_from_db()
    assert renee.charter_version.isoformat() == "2026-11-02"


def test_signing_up_tells_nobody_whether_an_address_has_an_account(
    desk, open_page, delivered
):
    UserFactory(email="connue@example.org")
    other = open_page()

    sign_up(desk, "connue@example.org")
    sign_up(other, "inconnue@example.org")

    assert desk.url == other.url
    assert desk.get_by_role("main").inner_text() == (
        other.get_by_role("main").inner_text()
    ).replace("inconnue", "connue")
    assert User.objects.filter(email="connue@example.org").count() == 1


def test_a_visitor_who_wants_to_publish_signs_in_and_goes_on(phone):
    user = UserFactory(email="renee@example.org")
    user.set_password(PASSWORD)
    user.save()

    phone.goto("/j-ai-besoin-d-aide/")
    phone.get_by_role("main").get_by_role("link", name="Publier").first.click()
    fill_sign_in(phone, "renee@example.org")

    expect(phone).to_have_url(re.compile(r"/annonces/nouvelle/\?kind=need$"))


def test_whoever_lent_a_computer_closes_the_session_from_a_phone(phone, desk, sign_in):
    user = UserFactory(email="renee@example.org")
    sign_in(desk, user)
    fill_sign_in_at(phone, user.email)

    phone.goto("/compte/")
    phone.get_by_role("main").get_by_role("link", name="Mes connexions").first.click()
    expect(phone.get_by_text("Vous êtes ici")).to_have_count(1)
    phone.get_by_role("button", name=re.compile("^Fermer :|^Fermer$")).click()

    expect(phone.get_by_role("main")).to_contain_text("Chrome sur")
    desk.goto("/compte/")
    expect(desk).to_have_url(re.compile(r"/compte/login/"))


def fill_sign_in_at(page, email):
    page.goto("/compte/login/")
    fill_sign_in(page, email)
