"""What answers tell browsers, and what the site says to those who look for faults."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.mailing.links import preferences_url
from accounts.models import NotificationKind
from tests.factories import ListingFactory, UserFactory

pytestmark = pytest.mark.django_db
ODD = ["TRACE", "PUT", "DELETE", "PATCH", "BREW"]
OURS = ["/annonces/", "/recherche/", "/robots.txt", "/graphql/", "/integration/"]


def test_a_page_is_closed_to_other_sites(client):
    answer = client.get("/annonces/")

    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    for feature in ("camera", "geolocation", "microphone", "payment"):
        assert f"{feature}=()" in answer["Permissions-Policy"]


def test_the_api_is_open_to_other_sites(client):
    answer = client.get("/graphql/?query={__typename}")

    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_a_link_that_is_a_secret_is_told_to_nobody(client):
    url = preferences_url(UserFactory(), NotificationKind.MESSAGES)

    answer = client.get("/" + url.split("/", 3)[3])

    assert answer.status_code == 200
    assert answer["Referrer-Policy"] == "no-referrer"


def test_production_asks_for_https_everywhere(client, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True

    answer = client.get("/annonces/", secure=True)

    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_security_txt_says_whom_to_write_to_and_until_when(client, settings):
    settings.SITE_URL = "https://solidaires.example.org"
    settings.SECURITY_CONTACT = "mailto:securite@example.org"

    answer = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == "mailto:securite@example.org"
    assert fields["Canonical"] == f"{settings.SITE_URL}/.well-known/security.txt"
    expires = datetime.fromisoformat(fields["Expires"])
    left = expires - timezone.now()
    assert timedelta(days=170) < left < timedelta(days=365)


@pytest.mark.parametrize("method", ODD)
@pytest.mark.parametrize("path", OURS)
def test_other_methods_are_refused(client, path, method):
    assert client.generic(method, path).status_code == 405


@pytest.mark.parametrize(
    "path", ["/.git/config", "/.env", "/metrics/", "/__debug__/", "/server-status/"]
)
def test_nothing_of_the_server_is_served(client, path):
    answer = client.get(path)

    assert answer.status_code == 404
    for trace in ("Traceback", "urlpatterns", "DJANGO_SETTINGS_MODULE"):
        assert trace not in answer.content.decode()


@pytest.mark.parametrize(
    "words",
    ["%", "_", "'", "\\", "é" * 10_000, "a*" * 1_000, "a & | ! <-> b:*", '"(', "\x00"],
)
def test_any_words_can_be_searched(client, words):
    ListingFactory()

    for path in ("/recherche/", "/annonces/"):
        assert client.get(path, {"q": words}).status_code == 200


@pytest.mark.parametrize(
    "asked",
    [
        {"sort": "author__password"},
        {"order": "password; DROP TABLE accounts_user"},
        {"author__password__startswith": "p"},
        {"filter__password__startswith": "p"},
    ],
)
def test_a_list_cannot_be_asked_about_what_it_does_not_show(client, asked):
    offer = ListingFactory()

    answer = client.get("/annonces/", asked)

    assert answer.status_code == 200
    assert offer.title in answer.content.decode()


def test_the_sitemap_and_robots_name_no_need_and_no_person(client):
    need = ListingFactory(need=True)
    seen = client.get("/sitemap.xml").content + client.get("/robots.txt").content

    assert need.code not in seen.decode()
    assert str(need.author.public_id) not in seen.decode()
    assert reverse("account_profile") + "<" not in seen.decode()
