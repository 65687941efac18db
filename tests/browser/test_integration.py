"""Listings inside the page of a town hall, which another server sends."""

import re
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from listings.models import Audience
from territory.models import Commune
from tests.factories import ListingFactory

SENTENCE = "un voisin attend peut-être votre coup de main"
BROKEN = "Les annonces ne s’affichent pas pour le moment."


class TownHall(BaseHTTPRequestHandler):
    """Sends one page, whatever is asked."""

    def __init__(self, hall, *args):
        self.hall = hall
        super().__init__(*args)

    def do_GET(self):
        html = (
            '<!doctype html><html lang="fr"><meta charset="utf-8"><title>Nevers</title>'
            '<meta name="viewport" content="width=device-width">'
            f'<link rel="icon" href="data:,"><h1>La mairie</h1>{self.hall["body"]}'
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(html)))
        for name, value in self.hall["headers"].items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(html)

    def log_message(self, *args):
        """Say nothing: the output is pytest's."""


@pytest.fixture
def town_hall():
    """The site of a town hall: set `body` and `headers`, then open `url`."""
    hall = {"body": "", "headers": {}}
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(TownHall, hall))
    Thread(target=server.serve_forever, daemon=True).start()
    hall["url"] = f"http://127.0.0.1:{server.server_port}/"
    yield hall
    server.shutdown()
    server.server_close()


@pytest.fixture
def seen():
    """The requests and the errors of the visitor's browser."""
    return {"requests": [], "errors": []}


@pytest.fixture
def visitor(new_context, running_site, town_hall, seen):
    """Somebody on the town hall's site, whose browser calls it and ours only."""
    context = new_context(viewport={"width": 360, "height": 740}, locale="fr-FR")
    context.set_default_timeout(10_000)
    context.on("request", lambda asked: seen["requests"].append(asked))
    context.on("console", lambda said: note(seen, said.type == "error", said.text))
    context.on("weberror", lambda error: note(seen, True, str(error.error)))
    yield context.new_page()
    hosts = {urlsplit(asked.url).netloc for asked in seen["requests"]}
    both = {urlsplit(url).netloc for url in (running_site.url, town_hall["url"])}
    assert hosts - {""} <= both


def note(seen, wrong, words):
    if wrong:
        seen["errors"].append(words)


@pytest.fixture
def snippets(client):
    """What the page for town halls gives to copy, for some choices."""

    def copied(**choices):
        context = client.get("/integration/", choices).context
        return str(context["component"]), str(context["frame"])

    return copied


@pytest.fixture
def listings():
    nevers = Commune.objects.get(name="Nevers")
    ListingFactory(title="Je tonds votre pelouse", commune=nevers)
    ListingFactory(
        title="Qui a <b>une échelle</b> ?",
        commune=nevers,
        need=True,
        audience=Audience.PUBLIC,
        urgent=True,
    )
    ListingFactory(title="Un secret de santé", commune=nevers, need=True)


def show(page, town_hall, body, **headers):
    town_hall["body"], town_hall["headers"] = body, headers
    page.goto(town_hall["url"])


def region(page, name):
    return page.get_by_role("region", name=name, exact=True)


# --- The component --------------------------------------------------------------------


def test_a_town_hall_pastes_the_component(
    visitor, town_hall, snippets, listings, seen, running_site
):
    component, _frame = snippets(commune="Nevers")
    show(visitor, town_hall, component)

    box = region(visitor, "Annonces d’entraide à Nevers")
    expect(box).to_have_attribute("aria-busy", "false")
    items = box.get_by_role("list").get_by_role("listitem")
    expect(items).to_have_count(2)
    expect(items.nth(0)).to_contain_text("Cherche · Jardin")
    expect(items.nth(0)).to_contain_text("Urgent · Nevers · Gratuit")
    expect(items.nth(0).get_by_role("link")).to_have_text("Qui a <b>une échelle</b> ?")
    expect(items.nth(1)).to_contain_text("Propose")
    expect(box).not_to_contain_text("secret")
    assert seen["errors"] == []
    asked = [one for one in seen["requests"] if "/graphql/" in one.url]
    assert [(one.method, "cookie" in one.headers) for one in asked] == [("GET", False)]

    box.get_by_role("link", name="Je tonds votre pelouse").click()
    expect(visitor).to_have_url(re.compile(f"^{running_site.url}/annonces/"))
    expect(visitor.get_by_role("heading", level=1)).to_have_text(
        "Je tonds votre pelouse"
    )


def test_the_component_is_reached_with_the_keyboard(
    visitor, town_hall, snippets, listings
):
    component, _frame = snippets(commune="Nevers")
    show(visitor, town_hall, component)
    first = visitor.get_by_role("link", name="une échelle")
    expect(first).to_be_visible()

    visitor.keyboard.press("Tab")
    expect(first).to_be_focused()
    assert first.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
    visitor.keyboard.press("Tab")
    visitor.keyboard.press("Tab")
    expect(visitor.get_by_role("link", name="Voir toutes")).to_be_focused()


def test_the_component_holds_under_a_strict_policy(
    visitor, town_hall, snippets, listings, seen, running_site
):
    ours = running_site.url
    policy = f"default-src 'none'; img-src data:; script-src {ours}; connect-src {ours}"
    component, _frame = snippets(commune="Nevers")
    show(visitor, town_hall, component, **{"Content-Security-Policy": policy})

    box = region(visitor, "Annonces d’entraide à Nevers")
    expect(box.get_by_role("listitem")).to_have_count(2)
    assert box.evaluate("box => getComputedStyle(box).paddingTop") == "20px"
    assert seen["errors"] == []


def test_needs_of_members_are_told_not_shown(visitor, town_hall, snippets):
    nevers = Commune.objects.get(name="Nevers")
    ListingFactory(title="Un secret de santé", commune=nevers, need=True)
    component, _frame = snippets(commune="Nevers", type="besoin", rayon="10")
    show(visitor, town_hall, component)

    box = region(visitor, "Besoins d’aide à moins de 10\u00a0km de Nevers")
    expect(box.get_by_role("status")).to_contain_text(SENTENCE)
    expect(box.get_by_role("listitem")).to_have_count(0)
    box.get_by_role("link", name="Voir toutes les annonces").click()
    expect(visitor).to_have_url(re.compile(r"kind=need&commune=Nevers&within_km=10$"))


def test_the_component_follows_its_attributes(visitor, town_hall, snippets, listings):
    component, _frame = snippets(commune="Nevers")
    show(visitor, town_hall, component)
    element = visitor.locator("nivernais-listings")
    expect(region(visitor, "Annonces d’entraide à Nevers")).to_be_visible()

    element.evaluate("one => one.setAttribute('kind', 'offer')")
    offers = region(visitor, "Offres d’aide à Nevers")
    expect(offers.get_by_role("listitem")).to_have_count(1)
    element.evaluate(
        "one => { one.setAttribute('heading', 'Chez nous');"
        " one.setAttribute('heading-level', '3'); }"
    )
    expect(visitor.get_by_role("heading", level=3)).to_have_text("Chez nous")
    element.evaluate("one => one.setAttribute('commune', '58999')")
    expect(visitor.get_by_role("status")).to_have_text(
        "Cet encadré n’est pas bien réglé\u00a0: Commune inconnue."
    )
    expect(visitor.get_by_role("listitem")).to_have_count(0)


@pytest.mark.parametrize(
    ("attribute", "words"),
    [
        ('commune="Nevers"', "attend le code Insee d’une commune de la Nièvre"),
        ('kind="besoin"', "attend «\u00a0need\u00a0» ou «\u00a0offer\u00a0»"),
        ('limit="100"', "attend un nombre de 1 à 20"),
        ('within-km="10"', "demande aussi «\u00a0commune\u00a0»"),
        ('category="<b>"', "attend le nom court d’une catégorie"),
        ('category="chats"', "Catégorie inconnue."),
        ('heading-level="9"', "attend un nombre de 2 à 6"),
    ],
)
def test_a_wrong_attribute_is_said(
    visitor, town_hall, snippets, seen, attribute, words
):
    component, _frame = snippets()
    show(visitor, town_hall, component.replace('limit="5"', attribute))

    status = visitor.get_by_role("status")
    expect(status).to_contain_text("Cet encadré n’est pas bien réglé")
    expect(status).to_contain_text(words)
    expect(visitor.get_by_role("link", name="Voir toutes les annonces")).to_be_visible()
    assert seen["errors"] == []


@pytest.mark.parametrize(
    "failure",
    [
        lambda route: route.abort(),
        lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"),
        lambda route: route.fulfill(json={"errors": [{"message": "x"}]}),
        lambda route: route.fulfill(json={"data": None}),
    ],
)
def test_when_the_site_does_not_answer_a_link_remains(
    visitor, town_hall, snippets, running_site, failure
):
    visitor.route("**/graphql/**", failure)
    component, _frame = snippets(commune="Nevers")
    show(visitor, town_hall, component)

    expect(visitor.get_by_role("status")).to_contain_text(BROKEN)
    more = visitor.get_by_role("link", name="Voir toutes les annonces")
    expect(more).to_have_attribute("href", f"{running_site.url}/annonces/")
    expect(visitor.locator("[aria-busy=true]")).to_have_count(0)


def test_a_file_that_is_not_the_published_one_is_refused(
    visitor, town_hall, snippets, listings
):
    component, _frame = snippets(commune="Nevers")
    show(visitor, town_hall, re.sub("sha384-.{8}", "sha384-AAAAAAAA", component))

    expect(visitor.get_by_role("link")).to_have_text(["Annonces d’entraide à Nevers"])
    assert not visitor.evaluate("!!customElements.get('nivernais-listings')")


def test_the_town_hall_chooses_colours_and_darkness(
    visitor, town_hall, snippets, listings
):
    component, _frame = snippets(commune="Nevers")
    style = (
        "<style>html { color-scheme: dark }"
        " nivernais-listings { --nivernais-link: rgb(200, 100, 50) }"
        " nivernais-listings::part(heading) { text-transform: uppercase }</style>"
    )
    show(visitor, town_hall, style + component)

    box = region(visitor, "Annonces d’entraide à Nevers")

    def look(locator, name):
        return locator.evaluate(f"one => getComputedStyle(one).{name}")

    assert look(box, "backgroundColor") == "rgb(11, 18, 51)"
    assert look(box, "color") == "rgb(238, 242, 255)"
    assert look(box.get_by_role("link").first, "color") == "rgb(200, 100, 50)"
    assert look(box.get_by_role("heading"), "textTransform") == "uppercase"


# --- The frame ------------------------------------------------------------------------


def test_a_town_hall_pastes_the_frame(
    visitor, town_hall, snippets, listings, seen, running_site
):
    _component, frame = snippets(commune="Nevers")
    show(visitor, town_hall, frame)

    inside = visitor.frame_locator("iframe")
    expect(inside.get_by_role("heading", level=1)).to_have_text(
        "Annonces d’entraide à Nevers"
    )
    items = inside.get_by_role("listitem")
    expect(items).to_have_count(2)
    expect(items.nth(0).get_by_role("link")).to_have_text("Qui a <b>une échelle</b> ?")
    expect(inside.get_by_text("secret")).to_have_count(0)
    assert seen["errors"] == []
    assert visitor.context.cookies() == []

    visitor.keyboard.press("Tab")
    expect(items.nth(0).get_by_role("link")).to_be_focused()
    visitor.keyboard.press("Enter")
    expect(visitor).to_have_url(re.compile(f"^{running_site.url}/annonces/.*echelle"))


def test_no_other_page_stands_in_a_frame(visitor, town_hall, running_site, seen):
    show(visitor, town_hall, f'<iframe src="{running_site.url}/annonces/"></iframe>')

    expect(visitor.frame_locator("iframe").get_by_role("heading")).to_have_count(0)
    assert any("frame" in words for words in seen["errors"])


# --- The page for town halls ----------------------------------------------------------


def test_a_secretary_chooses_looks_and_copies_without_script(open_page, listings):
    page = open_page(360, 740, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("contentinfo").get_by_role(
        "link", name="Sur le site de votre mairie"
    ).click()

    page.get_by_label("Commune").fill("nevers")
    page.get_by_label("Quelles annonces").select_option(label="Offres d’aide")
    page.get_by_label("Combien au plus").fill("3")
    page.get_by_role("button", name="Voir l’aperçu").click()

    preview = page.frame_locator("iframe")
    expect(preview.get_by_role("listitem")).to_have_count(1)
    expect(preview.get_by_role("listitem")).to_contain_text("Je tonds votre pelouse")
    expect(page.get_by_label("L’encadré, aux couleurs")).to_have_value(
        re.compile('^<nivernais-listings commune="58194" kind="offer" limit="3">')
    )
    expect(page.get_by_label("Le cadre, si votre site")).to_have_value(
        re.compile(r"commune=58194&amp;type=offre&amp;nombre=3")
    )
