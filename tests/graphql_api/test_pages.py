import pytest
from django.urls import reverse
from django.utils.html import escape
from graphql_relay import from_global_id, to_global_id
from wagtail.models import PageViewRestriction, Site

from cms.models import (
    SectionPage,
    SiteSettings,
)
from tests.factories import InfoPageFactory, ListingFactory

from .page_content import BODY, SITE, full_page

pytestmark = pytest.mark.django_db

PAGE = """query ($id: ID, $path: String) { page(id: $id, path: $path) {
  __typename id title path url introduction seoTitle seoDescription
  section { title path } breadcrumbs { title } } }"""
PAGES = """query ($section: String, $search: String, $first: Int, $after: String,
    $last: Int, $before: String) {
  pages(section: $section, search: $search, first: $first, after: $after,
        last: $last, before: $before) {
    totalCount pageInfo { hasNextPage hasPreviousPage endCursor startCursor }
    edges { node { title } } } }"""
WHOLE = (
    BODY
    + """
query { pages(first: 15) { totalCount edges { node { id title path url introduction
  seoTitle publishedAt updatedAt section { title } breadcrumbs { title path }
  ... on InfoPage { featured picture { alt small { url } } ...body } } } } }"""
)


def restrict(page, kind="login"):
    PageViewRestriction.objects.create(page=page, restriction_type=kind)


def titles(answer):
    return [edge["node"]["title"] for edge in answer["data"]["pages"]["edges"]]


def test_a_page_is_found_by_path_and_by_id(graphql):
    InfoPageFactory(title="Démarches", slug="demarches", introduction="Vos droits.")

    page = graphql(PAGE, path="/infos/demarches/")["data"]["page"]

    assert page == {
        "__typename": "InfoPage",
        "id": page["id"],
        "title": "Démarches",
        "path": "/infos/demarches/",
        "url": f"{SITE}/infos/demarches/",
        "introduction": "Vos droits.",
        "seoTitle": "Démarches",
        "seoDescription": "Vos droits.",
        "section": {"title": "Infos pratiques", "path": "/infos/"},
        "breadcrumbs": [
            {"title": "Nièvre Solutions Solidaires"},
            {"title": "Infos pratiques"},
        ],
    }
    assert graphql(PAGE, id=page["id"])["data"]["page"] == page
    node = graphql("query ($id: ID!) { node(id: $id) { __typename } }", id=page["id"])
    assert node["data"]["node"] == {"__typename": "InfoPage"}


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/", "HomePage"), ("/infos/", "SectionPage"), ("infos", "SectionPage")],
)
def test_home_and_sections_are_pages_too(graphql, path, kind):
    page = graphql(PAGE, path=path)["data"]["page"]

    assert page["__typename"] == kind
    assert from_global_id(page["id"])[0] == kind
    assert graphql(PAGE, id=page["id"])["data"]["page"] == page


def test_the_id_of_a_page_is_not_its_key(graphql):
    page = InfoPageFactory(slug="demarches")

    found = graphql(PAGE, path="/infos/demarches/")["data"]["page"]

    assert from_global_id(found["id"]).id == str(page.translation_key)
    by_key = graphql(PAGE, id=to_global_id("InfoPage", page.pk))
    assert by_key["data"]["page"] is None


@pytest.mark.parametrize("path", ["/rien/", "/infos/rien/", "\0", "/admin/", "//", "%"])
def test_a_path_without_a_page_gives_null(graphql, path):
    expected = "HomePage" if path == "//" else None

    page = graphql(PAGE, path=path)["data"]["page"]

    assert (page and page["__typename"]) == expected


def test_the_id_of_something_else_is_no_page(graphql):
    listing = ListingFactory()

    answer = graphql(PAGE, id=to_global_id("Listing", listing.public_id))

    assert answer["data"]["page"] is None


@pytest.mark.parametrize("variables", [{}, {"id": "x", "path": "/"}])
def test_a_page_is_asked_for_in_one_way(graphql, variables):
    answer = graphql(PAGE, **variables)

    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


def assert_out_of_reach(graphql, page):
    assert graphql(PAGE, path="/infos/secret/")["data"]["page"] is None
    key = to_global_id("InfoPage", page.translation_key)
    assert graphql(PAGE, id=key)["data"]["page"] is None
    node = graphql("query ($id: ID!) { node(id: $id) { id } }", id=key)
    assert node["data"]["node"] is None
    assert titles(graphql(PAGES)) == []
    assert titles(graphql(PAGES, search="secret")) == []


def test_a_draft_cannot_be_read(graphql):
    assert_out_of_reach(graphql, InfoPageFactory(slug="secret", title="S", live=False))


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_a_private_page_cannot_be_read(graphql, kind):
    page = InfoPageFactory(slug="secret", title="Secret")
    restrict(page, kind)

    assert_out_of_reach(graphql, page)


def test_a_page_below_a_private_section_cannot_be_read(graphql):
    page = InfoPageFactory(slug="secret", title="Secret")
    restrict(SectionPage.objects.get(slug="infos"))

    assert_out_of_reach(graphql, page)
    answer = graphql(PAGES, section="infos")
    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


def test_an_unpublished_page_is_gone_at_once(graphql):
    page = InfoPageFactory(slug="demarches")
    assert graphql(PAGE, path="/infos/demarches/")["data"]["page"]

    page.unpublish()

    assert graphql(PAGE, path="/infos/demarches/")["data"]["page"] is None


def test_pages_are_paged_both_ways_in_the_editors_order(graphql):
    for title in "CAB":
        InfoPageFactory(title=title)

    start = graphql(PAGES, first=2)
    info = start["data"]["pages"]["pageInfo"]
    rest = graphql(PAGES, first=2, after=info["endCursor"])
    back = graphql(PAGES, last=2, before=rest["data"]["pages"]["pageInfo"]["endCursor"])

    assert titles(start) == ["C", "A"]
    assert info["hasNextPage"]
    assert titles(rest) == ["B"]
    assert titles(back) == ["C", "A"]
    assert start["data"]["pages"]["totalCount"] == 3


@pytest.mark.parametrize("variables", [{"first": 51}, {"first": 0}, {"after": "x"}])
def test_a_mistaken_page_of_pages_is_refused(graphql, variables):
    answer = graphql(PAGES, **variables)

    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


def test_pages_are_narrowed_to_a_section_and_what_it_holds(graphql):
    infos = SectionPage.objects.get(slug="infos")
    legal = infos.add_child(instance=SectionPage(title="Légal", slug="legal"))
    InfoPageFactory(title="Démarches")
    InfoPageFactory(title="Mentions", section=legal)

    assert titles(graphql(PAGES, section="legal")) == ["Mentions"]
    assert titles(graphql(PAGES, section="infos")) == ["Mentions", "Démarches"]
    unknown = graphql(PAGES, section="rien\0")
    assert unknown["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize("text", ["demarche", "DÉMARCHES", "mairie demarches"])
def test_pages_are_searched_by_their_words(graphql, text):
    InfoPageFactory(title="Démarches en mairie")
    InfoPageFactory(title="Piscine")

    assert titles(graphql(PAGES, search=text)) == ["Démarches en mairie"]


@pytest.mark.parametrize("text", ['"', "*", "\0", "le la", "absent", "mot " * 600])
def test_a_search_without_a_match_is_harmless(graphql, text):
    InfoPageFactory(title="Démarches")

    assert titles(graphql(PAGES, search=text)) == []


def test_a_section_gives_its_sections_and_pages(graphql):
    infos = SectionPage.objects.get(slug="infos")
    legal = infos.add_child(instance=SectionPage(title="Légal", slug="legal"))
    InfoPageFactory(title="Mentions", section=legal)
    query = """{ home: page(path: "/") { ... on HomePage { sections { title } } }
      page(path: "/infos/") { ... on SectionPage { sections { title path }
        pages(first: 1) { totalCount edges { node { title } } } } } }"""

    data = graphql(query)["data"]

    assert data["home"] == {"sections": [{"title": "Infos pratiques"}]}
    assert data["page"] == {
        "sections": [
            {"title": "Légal", "path": "/infos/legal/"},
        ],
        "pages": {"totalCount": 1, "edges": [{"node": {"title": "Mentions"}}]},
    }


@pytest.mark.parametrize("how_many", [1, 14])
def test_whole_pages_cost_the_same_whatever_their_number(
    graphql, image, document, django_assert_num_queries, how_many
):
    InfoPageFactory(slug="cible")
    for _page in range(how_many):
        full_page(image, document)
    ListingFactory.create_batch(2)
    graphql(WHOLE)  # makes the pictures in each size

    with django_assert_num_queries(10):
        answer = graphql(WHOLE)

    assert len(answer["data"]["pages"]["edges"]) == how_many + 1


@pytest.mark.parametrize("how_many", [1, 14])
def test_one_page_costs_the_same_whatever_its_length(
    graphql, image, document, django_assert_num_queries, how_many
):
    page = full_page(image, document, times=how_many, slug="complete")
    query = BODY + '{ page(path: "/infos/complete/") { ...body } }'
    graphql(query)
    page.save()

    with django_assert_num_queries(10):
        answer = graphql(query)
    with django_assert_num_queries(2):  # the generation, the listings
        assert graphql(query) == answer

    assert len(answer["data"]["page"]["body"]) == 10 * how_many


def test_the_site_says_what_surrounds_its_pages(graphql, django_assert_num_queries):
    page = InfoPageFactory(title="Mentions", slug="mentions", in_footer=True)
    row = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    row.announcement_shown, row.announcement_text = True, "Gel"
    row.announcement_page, row.contact_email = page, "entraide@example.org"
    row.footer_text = "Le Département."
    row.save()
    query = """{ site { name url footerText announcement { text url linkText }
      contact { email phone postalAddress }
      menus { main { title path } footer { title url } } } }"""
    graphql(query)

    with django_assert_num_queries(2):
        site = graphql(query)["data"]["site"]

    assert site == {
        "name": "Nièvre Solutions Solidaires",
        "url": f"{SITE}/",
        "footerText": "Le Département.",
        "announcement": {
            "text": "Gel",
            "url": f"{SITE}/infos/mentions/",
            "linkText": "En savoir plus",
        },
        "contact": {"email": "entraide@example.org", "phone": "", "postalAddress": ""},
        "menus": {
            "main": [
                {"title": "J’ai besoin d’aide", "path": "/j-ai-besoin-d-aide/"},
                {"title": "Je propose mon aide", "path": "/je-propose-mon-aide/"},
                {"title": "Annonces", "path": "/annonces/"},
                {"title": "Infos pratiques", "path": "/infos/"},
            ],
            "footer": [{"title": "Mentions", "url": f"{SITE}/infos/mentions/"}],
        },
    }


def test_the_site_tells_how_long_review_takes(graphql, settings):
    settings.REVIEW_HOURS = 24

    site = graphql("{ site { reviewDelay } }")["data"]["site"]

    assert site == {"reviewDelay": "24\u00a0heures"}


def test_the_durations_of_data_are_those_of_the_page(client, graphql):
    query = "{ site { dataDurations { what kept then why by } } }"
    lines = graphql(query)["data"]["site"]["dataDurations"]

    page = client.get(reverse("durations")).text

    assert len(lines) == page.count('<th scope="row">') > 10
    for line in lines:
        assert all(escape(words) in page for words in line.values())


def test_the_site_without_a_banner_announces_nothing(graphql):
    answer = graphql("{ site { announcement { text } } }")

    assert answer["data"]["site"]["announcement"] is None
