"""A visitor without an account reports a listing, on a small phone."""

import pytest
from playwright.sync_api import expect

from moderation.models import Case, Notice, Urgency
from tests.factories import ListingFactory


@pytest.mark.parametrize("scripts", [True, False])
def test_a_visitor_reports_a_listing_and_follows_it(open_page, scripts):
    listing = ListingFactory(title="Je vends des placements sûrs")
    page = open_page(360, 740, java_script_enabled=scripts)
    page.goto(listing.get_absolute_url())
    page.get_by_role("link", name="Signaler cette annonce").click()

    expect(page.get_by_label("Adresse de la page")).to_have_value(
        listing.get_absolute_url()
    )
    emergency = page.get_by_text("Appelez d’abord les secours")
    expect(emergency).not_to_be_visible()
    page.get_by_label("Une vie est en jeu").check()
    expect(emergency).to_be_visible()
    expect(page.get_by_role("link", name="3114")).to_be_visible()

    page.get_by_label("Qu’est-ce qui pose problème").select_option("scam")
    page.get_by_label("Expliquez").fill("Elle demande un virement.")
    page.get_by_role("button", name="Envoyer le signalement").click()
    expect(page.get_by_role("heading", name="il reste à corriger")).to_be_visible()
    expect(page.get_by_label("Expliquez")).to_have_value("Elle demande un virement.")
    wide = page.locator("html").evaluate("it => it.scrollWidth") if scripts else 360
    assert wide <= 360

    page.get_by_label("Votre nom").fill("Jeanne Petit")
    page.get_by_label("Votre courriel").fill("jeanne@example.org")
    page.get_by_label("Je pense de bonne foi").check()
    page.get_by_role("button", name="Envoyer le signalement").click()

    expect(page.get_by_role("heading", name="Votre signalement")).to_be_visible()
    notice = Notice.objects.get()
    assert Case.objects.get().urgency == Urgency.LIFE
    page.get_by_role("link", name="Signaler autre chose").click()
    page.get_by_role("link", name="Suivre un signalement").click()
    page.get_by_label("Votre numéro").fill(notice.spoken_number.lower())
    page.get_by_role("button", name="Voir où il en est").click()
    expect(page.get_by_text(notice.spoken_number)).to_be_visible()
    expect(page.get_by_text("En attente")).to_be_visible()
