"""No address that somebody wrote is ever called by the server."""

import json
import socket

import pytest
from django.apps import apps
from django.urls import NoReverseMatch, reverse

from cms.blocks import BodyBlock
from messaging.push.forms import PushForm
from tests.factories import InfoPageFactory, UserFactory

from .markup import read

pytestmark = pytest.mark.django_db
PRIVATE = [
    "http://127.0.0.1/",
    "http://[::1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/",
    "http://0x7f000001/",
    "http://2130706433/",
    "http://localhost:6379/",
    "https://www.youtube.com@127.0.0.1/watch",
    "https://redirect.elsewhere.test/?to=http://127.0.0.1/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:25/",
]
EMBED = '<embed embedtype="media" url="{}"/>'


@pytest.fixture
def called(monkeypatch):
    """Which hosts were asked for, whoever asked; nobody answers."""
    hosts: list[str] = []

    def refuse(host, *rest, **options):
        hosts.append(str(host))
        raise OSError("There is no network.")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return hosts


@pytest.mark.parametrize("url", PRIVATE)
def test_an_address_in_a_page_is_shown_to_nobody_and_not_called(client, called, url):
    body = [{"type": "paragraph", "value": f"<p>Voici</p>{EMBED.format(url)}"}]
    page = InfoPageFactory(body=json.dumps(body))

    shown = client.get(page.url).content.decode()
    edited = page.save_revision().as_object().body.render_as_block()

    assert "Voici" in shown
    assert url not in shown + edited
    assert read(shown).text.count("embed") == 0
    assert called == []


def test_editors_have_nothing_that_fetches_an_address():
    kinds = {type(block).__name__ for block in BodyBlock().child_blocks.values()}

    assert not apps.is_installed("wagtail.embeds")
    assert not [kind for kind in kinds if "Embed" in kind or "URL" in kind]
    with pytest.raises(NoReverseMatch):
        reverse("wagtailembeds:chooser")


@pytest.mark.parametrize("url", PRIVATE)
def test_a_browser_cannot_name_a_private_push_service(called, url):
    known = {"p256dh": "x", "auth": "x"}
    form = PushForm({"endpoint": url, **known})

    assert "endpoint" in form.errors
    assert called == []


@pytest.mark.parametrize("url", PRIVATE[:3])
def test_a_link_of_the_admin_is_not_called(client, called, url):
    client.force_login(UserFactory(is_superuser=True))

    answer = client.post(
        reverse("wagtailadmin_choose_page_external_link"),
        {"external-link-chooser-url": url, "external-link-chooser-link_text": "ici"},
    )

    assert answer.status_code == 200
    assert called == []
