"""A moderator hides a listing with a reason; its author reads it."""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from cms.site import MODERATORS
from listings.photos.actions import arrange, upload
from tests.factories import ListingFactory, UserFactory
from tests.listings.pictures import awkward

REASON = "Un numéro de téléphone est écrit dans l’annonce."


@pytest.fixture
def moderator(desk, sign_in, running_site):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=MODERATORS))
    sign_in(desk, user)
    return desk


def test_a_moderator_hides_a_listing_and_its_author_reads_why(
    moderator, phone, open_page, sign_in, delivered
):
    author = UserFactory(email="renee@example.org")
    listing = ListingFactory(author=author, title="Tonte de pelouse")
    arrange(listing, [upload(awkward("11-photo.webp"), author)])
    ListingFactory(title="Panier de légumes")

    moderator.goto("/admin/annonces/")
    moderator.get_by_role("link", name="Tonte de pelouse").click()
    expect(moderator.get_by_role("img", name="Tonte de pelouse")).to_be_visible()
    moderator.get_by_role("link", name="Masquer").click()
    moderator.get_by_role("button", name="Masquer l’annonce").click()
    expect(moderator.get_by_text("Écrivez le motif de la décision.")).to_be_visible()
    moderator.get_by_role("textbox", name="motif").fill(REASON)
    moderator.get_by_role("button", name="Masquer l’annonce").click()
    expect(moderator.get_by_text("L’annonce est masquée.")).to_be_visible()

    visitor = open_page()
    visitor.goto("/annonces/")
    expect(visitor.get_by_role("link", name="Panier de légumes")).to_be_visible()
    expect(visitor.get_by_text("Tonte de pelouse")).to_have_count(0)

    [mail] = delivered()
    assert (mail.to, REASON in mail.body) == (["renee@example.org"], True)
    sign_in(phone, author)
    phone.goto("/compte/annonces/")
    expect(phone.get_by_text(REASON)).to_be_visible()
