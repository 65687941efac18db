"""The second factor: asked of whoever enters the admin, offered to everybody."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.factories import UserFactory
from tests.mailbox import code_in
from tests.proof import sign_in_afresh

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "un-panier-de-poireaux"
VALUE = {"uuid": "0190f3f4-7b7e-7c1e-8a55-2f0f8ee2d111"}
GROUPS = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


@pytest.fixture
def editor(settings):
    settings.STAFF_MFA_REQUIRED = True
    user = UserFactory(email="edith@example.org")
    user.groups.add(Group.objects.get(name="Rédaction"))
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def renee():
    user = UserFactory(email="renee@example.org")
    user.set_password(PASSWORD)
    user.save()
    return user


def with_app(user) -> str:
    """Give `user` an application of codes; return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code_of(secret: str) -> str:
    (counter,) = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, counter))


def log_in(client, user, password=PASSWORD):
    credentials = {"login": user.email, "password": password}
    return client.post(reverse("account_login"), credentials)


def addresses(patterns, start="/"):
    """Return one address for each pattern below `patterns`."""
    found = []
    for pattern in patterns:
        path = start + filled(pattern.pattern)
        if isinstance(pattern, URLPattern):
            found.append(path)
        else:
            found += addresses(pattern.url_patterns, path)
    return found


def filled(pattern) -> str:
    converters = getattr(pattern, "converters", None)
    if converters is not None:
        text = str(pattern)
        for name, converter in converters.items():
            kind = type(converter).__name__.removesuffix("Converter").lower()
            value = VALUE.get(kind, "1")
            text = re.sub(rf"<(\w+:)?{name}>", value, text)
        return text
    return GROUPS.sub("1", pattern.regex.pattern).strip("^$").replace(r"\Z", "")


def admin_addresses():
    (admin,) = [
        one
        for one in get_resolver().url_patterns
        if str(one.pattern) == "admin/" and not isinstance(one, URLPattern)
    ]
    return sorted(set(addresses(admin.url_patterns, "/admin/")))


# --- The door of the admin ------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_of_the_admin_asks_an_editor_to_enrol(client, editor, method):
    client.force_login(editor)
    found = admin_addresses()

    answers = {path: getattr(client, method)(path) for path in found}

    assert len(found) > 150
    assert {answer.status_code for answer in answers.values()} == {302}
    places = {answer.url.partition("?")[0] for answer in answers.values()}
    assert places == {reverse("mfa_index")}


def test_an_editor_with_a_second_factor_enters(client, editor):
    with_app(editor)
    client.force_login(editor)

    assert client.get("/admin/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client, editor):
    RecoveryCodes.activate(editor)
    client.force_login(editor)

    assert client.get("/admin/").status_code == 302


def test_the_enrolment_page_says_why_and_leads_back(client, editor):
    client.force_login(editor)
    page = client.get("/admin/pages/", follow=True).content.decode()
    assert "il vous faut une deuxième clé avant d’y entrer" in page

    with_app(editor)
    page = client.get(reverse("mfa_index")).content.decode()
    assert 'href="/admin/"' in page


def test_a_resident_is_not_asked(client, renee, settings):
    settings.STAFF_MFA_REQUIRED = True
    client.force_login(renee)

    assert client.get("/").status_code == 200
    assert client.get("/admin/").url.startswith("/compte/login/")


def test_the_admin_has_no_door_of_its_own(client):
    assert client.get("/admin/login/").url == "/compte/login/?next=/admin/"
    assert client.post("/admin/login/", {"username": "x"}).status_code == 302
    assert client.get("/admin/password_reset/").status_code == 404


def test_enrolling_ends_what_was_opened_with_a_password_alone(client, editor):
    elsewhere = Client()
    log_in(elsewhere, editor)
    log_in(client, editor)

    enrol(client)

    assert client.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").url.startswith("/compte/login/")


def test_the_demo_says_that_its_door_is_open(client, editor, settings):
    settings.STAFF_MFA_REQUIRED = False
    client.force_login(editor)
    assert (
        "la deuxième clé n’est pas demandée" in client.get("/admin/").content.decode()
    )

    settings.STAFF_MFA_REQUIRED = True
    with_app(editor)
    home = client.get("/admin/").content.decode()
    assert "n’est pas demandée" not in home


def test_the_door_costs_little(client, editor, django_assert_num_queries):
    client.force_login(editor)
    with django_assert_num_queries(5):  # session, person, permissions (2), factor
        client.get("/admin/")


# --- An application of codes ----------------------------------------------------------


def enrol(client):
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    return client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})


def test_a_resident_adds_an_application_and_then_signs_in_with_it(client, renee):
    log_in(client, renee)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    enrolled = enrol(client)
    assert enrolled.url == reverse("mfa_view_recovery_codes")
    codes = re.findall(r"<code>(\d+)</code>", client.get(enrolled.url).content.decode())
    assert len(codes) == 10

    other = Client()
    assert log_in(other, renee).url == reverse("mfa_authenticate")
    assert other.get("/compte/").status_code == 302
    wrong = other.post(reverse("mfa_authenticate"), {"code": "12"})
    assert "Attendez le suivant" in wrong.content.decode()
    entered = other.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert entered.url == "/"
    assert other.get("/compte/").status_code == 200


def test_the_secret_of_an_application_is_kept_encrypted(renee, settings):
    secret = with_app(renee)
    kept = Authenticator.objects.get(type="totp")

    assert secret not in str(kept.data)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert kept.wrap().validate_code(code_of(secret))


def test_a_code_of_the_application_serves_once(renee):
    secret = with_app(renee)
    code = code_of(secret)
    browsers = [Client(), Client()]
    for browser in browsers:
        log_in(browser, renee)

    answers = [b.post(reverse("mfa_authenticate"), {"code": code}) for b in browsers]

    assert [answer.status_code for answer in answers] == [302, 200]


def test_a_mailed_code_does_not_replace_the_second_factor(client, renee):
    with_app(renee)
    asked = {"email": renee.email}
    client.post(reverse("account_request_login_code"), asked)
    call_command("work", once=True, verbosity=0)
    code = code_in(mail.outbox[-1])

    answer = client.post(reverse("account_confirm_login_code"), {"code": code})

    assert answer.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session


def test_someone_elses_key_is_not_found(client, renee):
    other = UserFactory()
    theirs = Authenticator.objects.create(
        user=other, type="webauthn", data={"name": "Clé", "credential": {}}
    )
    sign_in_afresh(client, renee)

    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.post(reverse(name, args=[theirs.pk])).status_code == 404
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_deactivate_totp",
        "mfa_reauthenticate",
    ],
)
def test_each_page_is_in_our_words(client, renee, name):
    if name not in ("mfa_activate_totp",):
        with_app(renee)
    sign_in_afresh(client, renee)

    page = client.get(reverse(name))

    assert page.status_code == 200
    used = {template.origin.name for template in page.templates if template.name}
    theirs = [one for one in used if "/allauth/templates/mfa/" in one]
    assert [one for one in theirs if not one.endswith("/base_manage.html")] == []
