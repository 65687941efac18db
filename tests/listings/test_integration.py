"""Listings on the sites of others: the script, the frame, the page that explains."""

import base64
import hashlib
import re
from html import unescape

import pytest
from django.urls import reverse

from listings.integration.component import components
from territory.models import Commune
from tests.factories import ListingFactory, UserFactory

pytestmark = pytest.mark.django_db
SCRIPT = "/integration/v1/nivernais-listings.js"
FRAME = "/integration/annonces/"
PAGE = "/integration/"
# Town halls pasted these: a published version never changes, a correction is a new one.
PUBLISHED = {
    "v1": "sha384-1MTKMHXr9bh4TQ/5RP3lOomuaux51t9bDbRvAGNoAJ+NdndjfMkLOLIe5/zIWgwt"
}


def directives(answer):
    parts = answer["Content-Security-Policy"].split(";")
    return {name: values for name, *values in (part.split() for part in parts)}


def snippets(html):
    """Return what one copies: the component, then the frame."""
    return [
        unescape(text) for text in re.findall(r"<textarea[^>]*>(.*?)</text", html, re.S)
    ]


# --- The script -----------------------------------------------------------------------


def test_a_published_version_never_changes():
    served = {name: one.integrity for name, one in components().items()}

    assert served == PUBLISHED


def test_the_script_can_be_loaded_and_checked_by_any_site(client):
    answer = client.get(SCRIPT, headers={"origin": "https://mairie.example"})

    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer["Cache-Control"] == "public, max-age=86400"
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies
    assert len(answer.content) <= 10_000


def test_who_has_the_script_is_not_sent_it_again(client):
    known = client.get(SCRIPT)["ETag"]

    again = client.get(SCRIPT, headers={"if-none-match": known})

    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"


def test_the_script_costs_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(SCRIPT)


@pytest.mark.parametrize("version", ["v0", "v2", "forms", "v"])
def test_an_unknown_version_is_not_found(client, version):
    assert (
        client.get(f"/integration/{version}/nivernais-listings.js").status_code == 404
    )


def test_the_script_names_no_other_site_and_writes_no_markup(client):
    text = client.get(SCRIPT).content.decode()

    assert not re.search(
        r"https?://|innerHTML|insertAdjacent|document\.write|eval", text
    )
    assert f'"{reverse("listings:list")[1:]}"' in text
    assert f'"{reverse("graphql")[1:]}"' in text


# --- The frame ------------------------------------------------------------------------


def test_any_site_may_frame_this_page_and_no_other(client):
    framed = client.get(FRAME)
    page = client.get(PAGE)
    listings = client.get("/annonces/")

    assert "X-Frame-Options" not in framed
    assert directives(framed)["frame-ancestors"] == ["*"]
    assert directives(framed)["default-src"] == ["'self'"]
    for other in (page, listings):
        assert other["X-Frame-Options"] == "DENY"
        assert directives(other)["frame-ancestors"] == ["'none'"]


def test_a_mistake_in_the_frame_is_framed_too(client):
    answer = client.get(FRAME, {"nombre": "cent"})

    assert answer.status_code == 400
    assert "X-Frame-Options" not in answer
    assert directives(answer)["frame-ancestors"] == ["*"]


def test_the_frame_is_small_and_knows_nothing_of_its_reader(client):
    ListingFactory.create_batch(5)
    client.force_login(UserFactory())

    answer = client.get(FRAME)

    html = answer.content.decode()
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in html
    assert "<script" not in html
    assert len(answer.content) < 6_000
    links = re.findall(r"<a [^>]*>", html)
    assert len(links) == 6
    assert all('target="_top"' in link for link in links)


def test_who_has_the_frame_is_not_sent_it_again(client):
    ListingFactory()
    known = client.get(FRAME)["ETag"]

    assert client.get(FRAME, headers={"if-none-match": known}).status_code == 304
    ListingFactory()
    assert client.get(FRAME, headers={"if-none-match": known}).status_code == 200


def test_the_frame_lists_what_is_asked(client):
    nevers = Commune.objects.get(name="Nevers")
    ListingFactory(title="À Prémery")
    ListingFactory(title="À Nevers", commune=nevers)
    ListingFactory(title="Besoin", commune=nevers, need=True, audience="public")
    ListingFactory(title="Autre", commune=nevers, category_id="animaux")

    def titles(**asked):
        html = client.get(FRAME, asked).content.decode()
        return set(re.findall(r"<h2><a [^>]*>([^<]+)<", html))

    assert titles() == {"À Prémery", "À Nevers", "Besoin", "Autre"}
    assert titles(commune="58194") == {"À Nevers", "Besoin", "Autre"}
    assert titles(commune="58194", type="besoin") == {"Besoin"}
    assert titles(commune="58194", type="offre") == {"À Nevers", "Autre"}
    assert titles(categorie="animaux") == {"Autre"}
    assert titles(commune="58218", rayon="10") == {"À Prémery"}
    assert len(titles(commune="58218", rayon="50")) == 4
    assert titles(nombre="1") == {"Autre"}


def test_the_frame_says_what_it_lists(client):
    asked = {"commune": "58194", "type": "besoin", "rayon": "10"}

    html = client.get(FRAME, asked).content.decode()

    assert "<h1>Besoins d’aide à moins de 10\u00a0km de Nevers</h1>" in html
    assert 'href="/annonces/?kind=need&amp;commune=Nevers&amp;within_km=10"' in html


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_need_of_members_is_counted_never_shown(client, signed_in):
    need = ListingFactory(need=True, title="Qui peut me conduire ?")
    if signed_in:
        client.force_login(need.author)

    html = client.get(FRAME, {"commune": "58218"}).content.decode()

    assert "Qui peut me conduire" not in html
    assert "Une annonce ne s’ouvre qu’aux personnes inscrites" in html
    assert "Les découvrir sur Nièvre Solutions Solidaires" in html


def test_words_of_residents_are_text(client):
    ListingFactory(title="<b>Gras</b> & <script>x</script>")

    html = client.get(FRAME).content.decode()

    assert "&lt;b&gt;Gras&lt;/b&gt; &amp; &lt;script&gt;" in html


@pytest.mark.parametrize("how_many", [1, 15])
def test_query_count_of_the_frame_does_not_depend_on_results(
    client, django_assert_num_queries, how_many
):
    ListingFactory.create_batch(how_many)
    asked = {"commune": "58218", "rayon": "5", "nombre": "20", "type": "offre"}

    with django_assert_num_queries(2):  # the commune, its listings
        html = client.get(FRAME, asked).content.decode()

    assert html.count("<li>") == how_many


@pytest.mark.parametrize("how_many", [1, 15])
def test_query_count_of_an_empty_frame_does_not_depend_on_needs(
    client, django_assert_num_queries, how_many
):
    ListingFactory.create_batch(how_many, need=True)

    with django_assert_num_queries(3):  # and the count of those of members
        client.get(FRAME, {"commune": "58218"})


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("commune", "75056", "Donnez le code Insee d’une commune de la Nièvre."),
        ("commune", "Nevers", "Donnez le code Insee d’une commune de la Nièvre."),
        ("commune", "'\"<b>", "Donnez le code Insee d’une commune de la Nièvre."),
        ("type", "need", "Écrivez «\u00a0besoin\u00a0» ou «\u00a0offre\u00a0»."),
        ("nombre", "0", "Choisissez un nombre de 1 à 20."),
        ("nombre", "21", "Choisissez un nombre de 1 à 20."),
        ("nombre", "9" * 5000, "Choisissez un nombre de 1 à 20."),
        ("rayon", "7", "Choisissez 5, 10, 25, 50 ou 100\u00a0km."),
        ("categorie", "x", "Cette catégorie n’existe pas."),
        ("commune", "\x00", ""),
        ("categorie", "\x00", ""),
        ("nombre", "\x00", ""),
        ("type", "\x00", ""),
    ],
)
def test_a_wrong_parameter_is_said_in_plain_french(client, name, value, words):
    ListingFactory(title="Je tonds")

    answer = client.get(FRAME, {name: value})

    html = answer.content.decode()
    assert answer.status_code == 400
    assert f"<li><b>{name}</b>\u00a0: {words}" in html
    assert "Je tonds" not in html


def test_a_distance_needs_a_commune(client):
    answer = client.get(FRAME, {"rayon": "10"})

    assert answer.status_code == 400
    assert "Indiquez aussi la commune" in answer.content.decode()


# --- The page for town halls ----------------------------------------------------------


def test_the_page_gives_the_integrity_of_the_file_that_is_served(client):
    file = client.get(SCRIPT).content
    expected = base64.b64encode(hashlib.sha384(file).digest()).decode()

    component, _frame = snippets(client.get(PAGE).content.decode())

    assert f'integrity="sha384-{expected}" crossorigin="anonymous" defer' in component


def test_the_page_gives_what_was_chosen(client, settings):
    settings.SITE_URL = "https://solidaires.example"
    asked = {
        "commune": "nevers",
        "type": "besoin",
        "rayon": "10",
        "categorie": "jardin-bois",
        "nombre": "3",
    }

    html = client.get(PAGE, asked).content.decode()

    component, frame = snippets(html)
    assert component.startswith(
        '<nivernais-listings commune="58194" kind="need" category="jardin-bois"'
        ' within-km="10" limit="3">\n  <a href="https://solidaires.example/annonces/'
        "?kind=need&amp;commune=Nevers&amp;within_km=10&amp;category=jardin-bois"
        '">Besoins d’aide à moins de 10\u00a0km de Nevers</a>'
    )
    assert f'src="https://solidaires.example{SCRIPT}"' in component
    address = (
        "/integration/annonces/?commune=58194&amp;type=besoin&amp;rayon=10"
        "&amp;categorie=jardin-bois&amp;nombre=3"
    )
    assert f'src="https://solidaires.example{address}"' in frame
    assert f'class="preview" src="{address}"' in html


def test_the_page_offers_something_before_any_choice(client):
    component, frame = snippets(client.get(PAGE).content.decode())

    assert component.startswith('<nivernais-listings limit="5">')
    assert "/integration/annonces/?nombre=5" in frame


def test_a_mistake_on_the_page_is_said_at_its_field(client):
    answer = client.get(PAGE, {"commune": "Prémerie", "nombre": "x"})

    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Vouliez-vous dire Prémery" in html
    assert 'href="?commune=Pr%C3%A9mery&amp;nombre=x"' in html
    assert "Choisissez un nombre de 1 à 20." in html
    assert snippets(html) == []


def test_every_page_leads_to_the_one_for_town_halls(client):
    assert f'<a href="{PAGE}">Sur le site de votre mairie</a>' in (
        client.get("/annonces/").content.decode()
    )
