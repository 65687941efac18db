"""What surrounds every page, the home page and its map."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone

from cms.models import SectionPage
from listings.models import Category, Listing
from messaging.models import Message
from territory.models import Commune
from territory.outlines import DRAWING, Outlines, drawing, figure_points
from tests.factories import (
    ConversationFactory,
    InfoPageFactory,
    ListingFactory,
    UserFactory,
)

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SPRITE = ROOT / "static/img/icons.svg"
MAP_LINK = re.compile(r'<a class="shade-(\d)" href="([^"]+)" aria-label="([^"]+)"')
LIST_LINK = re.compile(r'<li><a href="([^"]+)"><b>([^<]+)</b> <span>([^<]+)</span>')


def icons():
    return set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text("utf-8")))


def home(client):
    return client.get("/").content.decode()


def at(name, **values):
    return ListingFactory(commune=Commune.objects.get(name=name), **values)


# --- The whole project ----------------------------------------------------------------


def test_every_file_a_template_names_exists():
    named = {
        name
        for template in TEMPLATES
        for name in re.findall(r"{% static '([^']+)'", template.read_text("utf-8"))
    }

    assert "css/base.css" in named
    assert [name for name in sorted(named) if not finders.find(name)] == []


def test_every_icon_a_template_names_is_in_the_sprite():
    included = re.compile(r'components/icon\.html" with name="([^"]+)"')
    named = {
        name
        for template in TEMPLATES
        for name in included.findall(template.read_text("utf-8"))
    }

    assert "arrow-right" in named
    assert named - icons() == set()


@pytest.mark.django_db
def test_every_category_has_its_icon_in_the_sprite():
    named = set(Category.objects.values_list("icon", flat=True))

    assert len(named) == 14
    assert named - icons() == set()


def test_the_map_is_the_one_its_data_gives():
    assert Path(finders.find(DRAWING)).read_text("utf-8") == drawing()
    assert drawing().count('<path id="c58') == 309


def test_the_figure_of_a_commune_is_written_inside_it():
    outlines = Outlines()
    points = figure_points()

    assert len(points) == 309
    for commune in outlines.communes:
        x, y = points[commune["id"]]
        assert any(contains(ring, x, y + 0.1) for ring in outlines.rings(commune))


def contains(ring, x, y):
    crossings = [
        ax + (y - ay) * (bx - ax) / (by - ay)
        for (ax, ay), (bx, by) in pairwise([*ring, ring[0]])
        if (ay > y) != (by > y)
    ]
    return sum(crossing > x for crossing in crossings) % 2 == 1


@pytest.mark.parametrize("name", ["404.html", "500.html", "403_csrf.html"])
def test_an_error_page_needs_no_database(name):
    html = render_to_string(name)

    assert "<strong>112</strong>" in html
    assert 'href="/"' in html


# --- The header -----------------------------------------------------------------------


@pytest.mark.django_db
def test_the_menu_says_where_the_reader_is(client):
    InfoPageFactory(slug="droits")

    section = client.get("/infos/").content.decode()
    page = client.get("/infos/droits/").content.decode()
    listings = client.get("/annonces/").content.decode()

    assert section.count('<a href="/infos/" aria-current="page">') == 2
    assert page.count('<a href="/infos/" aria-current="true">') == 2
    assert listings.count('<a href="/annonces/" aria-current="page">') == 2
    assert listings.count('href="/infos/" aria-current') == 0


@pytest.mark.django_db
def test_the_menu_follows_the_sections_of_the_editors(client):
    SectionPage.objects.get(slug="infos").get_parent().add_child(
        instance=SectionPage(title="Se déplacer", slug="trajets", show_in_menus=True)
    )

    assert home(client).count('<a href="/trajets/">Se déplacer</a>') == 2


@pytest.mark.django_db
def test_the_header_counts_messages_that_wait(client):
    conversation = ConversationFactory()
    reader = conversation.listing.author
    Message.objects.create(
        conversation=conversation, author=conversation.initiator, body="Bonjour"
    )
    client.force_login(reader)

    assert '<span class="vh">1 non lu</span>' in home(client)


@pytest.mark.django_db
def test_without_script_the_legible_switch_is_hidden(client):
    switches = re.findall(r"<button[^>]*data-legible-switch[^>]*>", home(client))

    assert len(switches) == 2
    assert all(" hidden>" in switch for switch in switches)


# --- The home page and its map --------------------------------------------------------


@pytest.mark.django_db
def test_the_map_and_the_list_say_the_same(client):
    at("Nevers")
    at("Nevers", need=True)
    at("Prémery")
    at("Luzy", hidden=True)

    html = home(client)
    links = MAP_LINK.findall(html)

    assert links == [
        ("2", "/annonces/?commune=Nevers", "Nevers\u00a0: 1\u00a0offre, 1\u00a0besoin"),
        ("1", "/annonces/?commune=Pr%C3%A9mery", "Prémery\u00a0: 1\u00a0offre"),
    ]
    assert sorted(LIST_LINK.findall(html)) == sorted(
        (url, *words.split("\u00a0: ")) for _shade, url, words in links
    )


@pytest.mark.django_db
def test_the_map_counts_needs_without_showing_them(client):
    at("Nevers", need=True, title="Qui pourrait me conduire ?")

    html = home(client)

    assert "Nevers\u00a0: 1\u00a0besoin" in html
    assert "Qui pourrait me conduire" not in html


@pytest.mark.django_db
def test_the_busiest_intercommunality_comes_first(client):
    at("Prémery")
    at("Nevers")
    at("Nevers", expires_at=timezone.now())
    at("Varennes-Vauzelles", need=True)

    areas = re.findall(r"<summary><b>([^<]+)</b> <span>([^<]+)</span>", home(client))

    assert areas == [
        ("Nevers", "1\u00a0offre, 1\u00a0besoin"),
        ("Les Bertranges", "1\u00a0offre"),
    ]


@pytest.mark.django_db
def test_an_empty_site_still_opens_its_doors(client):
    html = home(client)

    assert not Listing.objects.exists()
    assert "Dites-le à vos voisins" in html
    assert "La vôtre sera la première sur la carte." in html
    assert not MAP_LINK.search(html)


@pytest.mark.django_db
@pytest.mark.parametrize("how_many", [1, 12])
def test_query_count_of_the_home_page_does_not_depend_on_what_it_shows(
    client, django_assert_num_queries, how_many
):
    author = UserFactory()
    for commune in Commune.objects.all()[:how_many]:
        ListingFactory(commune=commune, author=author)
        ListingFactory(commune=commune, author=author, need=True)
        InfoPageFactory(featured=True, in_footer=True)

    with django_assert_num_queries(11):
        html = home(client)

    assert len(MAP_LINK.findall(html)) == how_many


# --- Information pages ----------------------------------------------------------------


@pytest.mark.django_db
def test_a_page_names_its_parts_and_links_to_them(client):
    titles = ["Où aller ?", "Quand", "Avec qui"]
    body = [("heading", {"level": "2", "text": title}) for title in titles]
    InfoPageFactory(slug="droits", body=body)

    html = client.get("/infos/droits/").content.decode()

    assert '<a href="#ou-aller">Où aller ?</a>' in html
    assert '<h2 id="ou-aller">Où aller ?</h2>' in html


@pytest.mark.django_db
def test_an_empty_section_says_what_to_do(client):
    html = client.get("/infos/").content.decode()

    assert "Aucune page n’est encore publiée ici." in html
    assert 'href="/annonces/">Voir les annonces' in html
