"""A newcomer makes an account, proves her address and signs in."""

import re

from playwright.sync_api import expect

from accounts.models import User
from tests.factories import UserFactory

from .conftest import EMAIL, PASSWORD, SECRET, fill_sign_in


def sign_up(page, email):
    page.goto("/compte/signup/")
    page.get_by_label(EMAIL).fill(email)
    page.get_by_label(SECRET).fill(PASSWORD)
    page.get_by_label("prénom").fill("Renée")
    page.get_by_label("commune").fill("premery")
    page.get_by_label("charte").check()
    page.get_by_label(SECRET).press("Enter")
    page.wait_for_url(lambda url: "/signup" not in url)


def test_a_newcomer_confirms_her_address_and_signs_in(phone, delivered):
    sign_up(phone, "renee@example.org")
    [mail] = delivered()
    assert mail.to == ["renee@example.org"]

    phone.goto(re.search(r"http://\S+/confirm-email/\S+", mail.body)[0])
    phone.get_by_role("main").get_by_role("button", name="Confirmer").click()
    phone.wait_for_url(lambda url: "/confirm-email" not in url)
    phone.goto("/compte/login/?next=/messages/")
    fill_sign_in(phone, "renee@example.org")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Mes messages")
    renee = User.objects.get(email="renee@example.org")
    assert (renee.is_confirmed, renee.commune.name) == (True, "Prémery")


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
