"""A second key, made and used in a real browser."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from tests.accounts.test_second_factor import code_of
from tests.factories import UserFactory

from .conftest import EMAIL, PASSWORD, fill_sign_in


@pytest.fixture
def with_key():
    """Give a page a device that recognises its owner, as telephones do."""

    def plug(page):
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        device = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": device})

    return plug


@pytest.fixture
def renee():
    return UserFactory(email="renee@example.org")


def sign_out(page):
    page.goto("/compte/logout/")
    page.get_by_role("main").get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url(lambda url: "/logout" not in url)


def no_wider_than(page, width):
    page.wait_for_load_state()  # a click is over before the next page has a root
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_passkey_is_added_then_signs_in_alone(phone, sign_in, renee, with_key):
    with_key(phone)
    sign_in(phone, renee)
    phone.goto("/compte/")
    phone.get_by_role("main").get_by_role("link", name="Une deuxième clé").click()
    no_wider_than(phone, 360)
    phone.get_by_role("link", name="Ajouter une clé d’accès").click()
    no_wider_than(phone, 360)
    phone.get_by_label("nom, pour la reconnaître").fill("Mon téléphone")
    phone.get_by_role("button", name="Ajouter cette clé").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Vos codes de secours")
    no_wider_than(phone, 360)
    assert Authenticator.objects.get(type="webauthn").wrap().name == "Mon téléphone"

    sign_out(phone)
    phone.goto("/compte/login/?next=/messages/")
    phone.get_by_role("button", name="Utiliser ma clé d’accès").click()
    phone.wait_for_url(re.compile(r"/messages/$"))


def test_a_passkey_completes_a_password(desk, sign_in, renee, with_key):
    with_key(desk)
    sign_in(desk, renee)
    desk.goto("/compte/2fa/webauthn/add/")
    desk.get_by_role("button", name="Ajouter cette clé").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Vos codes de secours")
    sign_out(desk)

    desk.goto("/compte/login/")
    fill_sign_in(desk, renee.email)
    desk.get_by_role("button", name="Utiliser ma clé d’accès").click()
    desk.wait_for_url(lambda url: "/compte/" not in url)
    desk.goto("/compte/")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Mon profil")


def test_an_editor_enrols_an_application_before_entering(desk, renee, settings):
    settings.STAFF_MFA_REQUIRED = True
    renee.groups.add(Group.objects.get(name="Rédaction"))
    renee.set_password(PASSWORD)
    renee.save()
    desk.goto("/admin/")
    fill_sign_in(desk, renee.email)
    expect(desk.get_by_role("main")).to_contain_text("il vous faut une deuxième clé")

    desk.get_by_role("link", name="Utiliser une application").click()
    secret = desk.locator("code").inner_text()
    drawn = desk.get_by_role("img", name="Dessin à photographier")
    assert drawn.evaluate("image => image.complete && image.naturalWidth > 0")
    desk.get_by_label("Le code de l’application").fill(code_of(secret))
    desk.get_by_role("button", name="Protéger mon compte").click()
    desk.get_by_role("link", name="C’est noté").click()
    desk.get_by_role("link", name="Entrer dans l’administration").click()
    expect(desk).to_have_url(re.compile(r"/admin/$"))


def test_a_resident_signs_in_by_a_mailed_code(phone, renee, delivered):
    phone.goto("/compte/login/")
    phone.get_by_role("link", name="Recevoir un code par courriel").click()
    phone.get_by_label(EMAIL).fill(renee.email)
    phone.get_by_role("button", name="Recevoir mon code").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Tapez votre code")
    no_wider_than(phone, 360)
    [mail] = delivered()
    (code,) = re.findall(r"^    (\d{3} \d{3})\r?$", mail.body, re.MULTILINE)
    phone.get_by_label("six chiffres").fill(code)
    phone.get_by_label("six chiffres").press("Enter")
    phone.wait_for_url(lambda url: "/login" not in url)
    phone.goto("/messages/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Mes messages")
