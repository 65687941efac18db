import pytest

from cms.models import InfoPage
from tests.factories import InfoPageFactory, ListingFactory

pytestmark = pytest.mark.django_db


def test_the_sitemap_names_what_anyone_may_read(client):
    page, offer = InfoPageFactory(), ListingFactory()
    draft, need = InfoPageFactory(live=False), ListingFactory(need=True)

    xml = client.get("/sitemap.xml").content.decode()

    assert f"{page.url}</loc>" in xml
    assert f"{offer.get_absolute_url()}</loc>" in xml
    assert draft.slug not in xml
    assert need.code not in xml


@pytest.mark.parametrize("how_many", [1, 15])
def test_the_sitemap_costs_the_same_whatever_its_length(
    client, django_assert_num_queries, how_many
):
    InfoPageFactory.create_batch(how_many)
    ListingFactory.create_batch(how_many)

    with django_assert_num_queries(9):
        client.get("/sitemap.xml")


def test_robots_stay_out_of_private_places(client):
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /messages/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_a_page_that_moves_is_still_found_at_its_old_address(
    client, django_capture_on_commit_callbacks
):
    page = InfoPageFactory(slug="ancienne")
    old = page.url
    page.slug = "nouvelle"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    answer = client.get(old)

    assert answer.status_code == 301
    assert answer["Location"].endswith(InfoPage.objects.get().url)
