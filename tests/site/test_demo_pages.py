import pytest
from django.contrib.auth.models import Group

from cms.blocks import BodyBlock
from cms.models import EditorialDocument, EditorialImage, InfoPage
from config.demo.pages import load_pages
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_pages():
    editor = UserFactory()
    editor.groups.add(Group.objects.get(name="Rédaction"))
    load_pages(editor)
    return InfoPage.objects.live().public()


def test_the_demo_publishes_its_pages_with_every_block(demo_pages, client):
    answers = [client.get(page.url).status_code for page in demo_pages]
    used = {block.block_type for page in demo_pages for block in page.body}

    assert answers == [200] * 12
    assert used == set(BodyBlock().child_blocks)
    assert demo_pages.filter(featured=True).count() == 5
    assert demo_pages.filter(in_footer=True).count() == 7
    assert EditorialDocument.objects.count() == 3
    assert EditorialImage.objects.filter(alt_text="").count() == 0


def test_the_demo_keeps_revisions_and_dates(demo_pages):
    page = demo_pages.get(slug="comment-ca-marche")

    assert page.revisions.count() == 1
    assert not page.has_unpublished_changes
    assert page.first_published_at < page.last_published_at


def test_links_of_the_demo_lead_to_pages_and_listings(demo_pages, client):
    legal = client.get(demo_pages.get(slug="mentions-legales").url).content.decode()
    start = client.get(demo_pages.get(slug="comment-ca-marche").url).content.decode()

    assert 'href="/infos/la-plateforme/eviter-les-arnaques/"' in legal
    assert 'href="/annonces/?category=transport-covoiturage"' in start
    assert "(page:" not in legal + start
    assert "**" not in legal + start
