"""The pages that the law asks for."""

import pytest
from django.core.management import call_command

from cms.legal import make_legal_pages
from cms.models import InfoPage, SiteSettings

pytestmark = pytest.mark.django_db


def test_the_pages_are_drafts_and_made_once(client):
    call_command("make_legal_pages", verbosity=0)
    InfoPage.objects.filter(slug="cookies").update(title="Nos cookies")

    assert make_legal_pages() == []
    assert InfoPage.objects.count() == 17
    assert not InfoPage.objects.live().exists()
    assert InfoPage.objects.get(slug="cookies").title == "Nos cookies"
    assert client.get("/infos/informations-legales/cookies/").status_code == 404


def test_published_they_tell_their_version_and_link_to_each_other(client):
    pages = make_legal_pages()
    for page in pages:
        page.get_latest_revision().publish()
    InfoPage.objects.update(version_date="2027-03-12")

    for page in InfoPage.objects.live():
        html = client.get(page.url).content.decode()
        assert "Version du 12 mars 2027" in html
        assert "**" not in html
        assert "](" not in html
    legal = client.get("/infos/informations-legales/mentions-legales/")
    assert b'href="/infos/informations-legales/signaler-un-contenu/"' in legal.content


def test_the_api_tells_the_version(client):
    for page in make_legal_pages():
        page.get_latest_revision().publish()
    InfoPage.objects.update(version_date="2027-03-12")
    query = """{ page(path: "/infos/informations-legales/cookies/") {
      ... on InfoPage { versionDate } } }"""

    answer = client.post(
        "/graphql/", {"query": query}, content_type="application/json"
    ).json()

    assert answer["data"] == {"page": {"versionDate": "2027-03-12"}}


def test_the_foot_of_every_page_tells_how_accessible_the_site_is(client):
    assert '<p class="fine">Accessibilité : non conforme</p>' in home(client)

    make_legal_pages()
    InfoPage.objects.get(slug="accessibilite").get_latest_revision().publish()
    SiteSettings.objects.update(accessibility="partial")

    link = '<a href="/infos/informations-legales/accessibilite/">Accessibilité : '
    assert f"{link}partiellement conforme</a>" in home(client)


def home(client):
    return client.get("/").content.decode()
