import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import ValidationError
from django.template import Context, Template
from wagtail.models import PageViewRestriction, Site

from cms.models import HomePage, SectionPage, SiteSettings
from tests.factories import InfoPageFactory, ListingFactory, UserFactory

pytestmark = pytest.mark.django_db

TAGS = """{% load site_tags %}{% menu_sections as sections %}{% footer_pages as pages %}
{% announcement as banner %}{% site_settings as settings %}
{% for page in sections %}[{{ page.title }} {{ page.url }}]{% endfor %}
{% for page in pages %}({{ page.title }} {{ page.url }}){% endfor %}
{{ banner.text }} {{ banner.url }} {{ banner.link_text }} {{ settings.contact_email }}
"""


@pytest.fixture
def request_of_a_visitor(rf):
    request = rf.get("/annonces/")
    request.user = AnonymousUser()
    return request


@pytest.fixture
def shown(request_of_a_visitor):
    def show():
        return Template(TAGS).render(Context({"request": request_of_a_visitor}))

    return show


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def settings_row(**values):
    row = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()


def test_menus_name_sections_and_footer_pages(shown):
    InfoPageFactory(title="Mentions", slug="mentions", in_footer=True)
    InfoPageFactory(title="Démarches", slug="demarches")

    html = shown()

    assert "[Infos pratiques /infos/]" in html
    assert "(Mentions /infos/mentions/)" in html
    assert "Démarches" not in html


def test_menus_leave_out_drafts_and_private_branches(shown):
    InfoPageFactory(title="Brouillon", in_footer=True, live=False)
    InfoPageFactory(title="Interne", in_footer=True)
    restrict(SectionPage.objects.get(slug="infos"))

    html = shown()

    assert "Brouillon" not in html
    assert "Interne" not in html
    assert "Infos pratiques" not in html


@pytest.mark.parametrize("how_many", [1, 15])
def test_what_surrounds_a_page_costs_two_queries(
    shown, django_assert_num_queries, how_many
):
    pages = InfoPageFactory.create_batch(how_many, in_footer=True)
    settings_row(
        announcement_shown=True, announcement_text="Gel", announcement_page=pages[0]
    )
    Site.get_site_root_paths()

    with django_assert_num_queries(2):
        html = shown()

    assert html.count("(") == how_many


def test_the_banner_stays_hidden_until_it_is_on(shown):
    settings_row(announcement_text="Vigilance neige")

    assert "Vigilance" not in shown()


def test_the_banner_leads_to_its_page(shown):
    page = InfoPageFactory(slug="grand-froid")
    settings_row(
        announcement_shown=True,
        announcement_text="Vigilance neige",
        announcement_page=page,
        contact_email="entraide@example.org",
    )

    html = shown()

    assert "Vigilance neige /infos/grand-froid/ En savoir plus" in html
    assert "entraide@example.org" in html


def test_the_banner_keeps_quiet_about_an_unpublished_page(shown):
    page = InfoPageFactory(slug="grand-froid")
    settings_row(
        announcement_shown=True,
        announcement_text="Vigilance neige",
        announcement_page=page,
    )
    page.unpublish()

    assert "grand-froid" not in shown()


def test_a_banner_without_words_is_refused():
    with pytest.raises(ValidationError) as refusal:
        settings_row(announcement_shown=True)

    assert list(refusal.value.error_dict) == ["announcement_text"]


def test_a_banner_leads_to_one_place():
    two = {"announcement_address": "https://example.org/"}

    with pytest.raises(ValidationError) as refusal:
        settings_row(announcement_page=InfoPageFactory(), **two)

    assert list(refusal.value.error_dict) == ["announcement_address"]


def test_editors_may_change_the_settings(client):
    editor = UserFactory()
    editor.groups.add(Group.objects.get(name="Rédaction"))
    client.force_login(editor)
    row = SiteSettings.objects.get()

    answer = client.get(f"/admin/settings/cms/sitesettings/{row.site_id}/")

    assert answer.status_code == 200


def test_the_home_page_counts_needs_without_showing_them(client):
    ListingFactory(need=True, title="Un secret de santé")
    ListingFactory(title="Je tonds")

    answer = client.get("/")

    counted = {
        name: answer.context[name]
        for name in ("needs_count", "offers_count", "communes_served")
    }
    assert counted == {"needs_count": 1, "offers_count": 1, "communes_served": 1}
    assert [listing.title for listing in answer.context["offers"]] == ["Je tonds"]
    assert "secret" not in answer.content.decode()


def test_the_home_page_features_published_pages_in_the_editors_order(client):
    InfoPageFactory(title="B", featured=True)
    InfoPageFactory(title="A", featured=True)
    InfoPageFactory(title="Brouillon", featured=True, live=False)

    featured = client.get("/").context["featured"]

    assert [page.title for page in featured] == ["B", "A"]


@pytest.mark.parametrize("how_many", [1, 6])
def test_what_the_home_page_shows_costs_the_same_whatever_its_length(
    request_of_a_visitor, django_assert_num_queries, how_many
):
    InfoPageFactory.create_batch(how_many, featured=True)
    ListingFactory.create_batch(how_many)
    home = HomePage.objects.get()

    with django_assert_num_queries(4):  # pages, listings, photos, counts
        context = home.get_context(request_of_a_visitor)
        shown = [*context["featured"], *context["offers"]]

    assert len(shown) == how_many + min(how_many, 4)
