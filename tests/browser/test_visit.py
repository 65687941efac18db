"""A visitor without an account reads and filters, without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from territory.models import Commune
from tests.factories import ListingFactory


@pytest.fixture
def reader(open_page):
    return open_page(360, 740, java_script_enabled=False)


@pytest.fixture
def offers():
    ListingFactory(title="Je tonds votre pelouse", description="Le samedi matin.")
    ListingFactory(
        title="Réparation de vélos",
        description="Chaque jeudi à la mairie.",
        commune=Commune.objects.get(name="Cosne-Cours-sur-Loire"),
    )
    ListingFactory(need=True, title="Un secret de santé")


def test_a_visitor_finds_an_offer_near_her_and_reads_it(reader, offers):
    reader.goto("/")
    reader.get_by_role("main").get_by_role("link", name="besoin d’aide").first.click()
    expect(reader.get_by_role("link", name="Réparation de vélos")).to_be_visible()

    reader.get_by_text("Filtrer et trier").click()
    reader.get_by_label("Autour de").fill("Prémery")
    reader.get_by_label("Jusqu’à").select_option("10")
    reader.get_by_role("button", name="Voir les annonces").click()

    expect(reader.get_by_role("link", name="Réparation de vélos")).to_have_count(0)
    reader.get_by_role("link", name="Je tonds votre pelouse").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(
        "Je tonds votre pelouse"
    )
    expect(reader.get_by_text("Le samedi matin.")).to_be_visible()


def test_words_without_accents_find_words_with_them(reader, offers):
    reader.goto("/annonces/")
    reader.get_by_text("Filtrer et trier").click()
    reader.get_by_label("Mots").fill("reparation velo")
    reader.get_by_role("button", name="Voir les annonces").click()

    expect(reader.get_by_role("link", name="Réparation de vélos")).to_be_visible()
    expect(reader.get_by_role("link", name="Je tonds votre pelouse")).to_have_count(0)


def test_a_visitor_counts_the_needs_and_is_invited(reader, offers):
    reader.goto("/je-propose-mon-aide/")

    expect(reader.get_by_text("Un secret de santé")).to_have_count(0)
    main = reader.get_by_role("main")
    expect(main.get_by_role("listitem").filter(has_text="Prémery")).to_contain_text("1")
    main.get_by_role("link", name="Créer un compte").first.click()
    expect(reader).to_have_url(re.compile("/compte/signup/"))
