"""A resident posts a need with a photo from her phone, edits it, closes it."""

import re

import pytest
from playwright.sync_api import expect

from listings.models import Listing
from tests.factories import UserFactory
from tests.listings.pictures import UPLOADS

PHOTO = UPLOADS / "01-exif-gps-orientation6.jpg"
SHOWN = """image => image.decode().then(() =>
    [image.naturalWidth < image.naturalHeight, image.currentSrc])"""


@pytest.fixture
def renee(phone, sign_in):
    sign_in(phone, UserFactory(first_name="Renée"))
    phone.goto("/annonces/nouvelle/?kind=need")
    return phone


def shown(picture):
    """Whether a picture stands upright, and the address it came from."""
    return picture.evaluate(SHOWN)


def tell(page):
    page.get_by_label("Racontez").fill("Une grosse branche est tombée dans la cour.")
    page.get_by_text("Jardin", exact=True).click()
    page.get_by_label("Choisir des photos").set_input_files(PHOTO)


def test_a_need_is_posted_with_its_photo_edited_and_closed(renee, open_page, sign_in):
    tell(renee)
    renee.get_by_role("button", name="Publier").click()
    expect(renee.get_by_role("link", name="Titre")).to_be_visible()  # the summary
    expect(renee.get_by_label("Racontez")).to_have_value(re.compile("grosse branche"))
    renee.get_by_label("En quelques mots").fill("Une branche à scier")
    renee.get_by_role("button", name="Publier").click()

    expect(renee.get_by_role("heading", level=1)).to_have_text("Une branche à scier")
    upright, address = shown(renee.get_by_role("img", name="Une branche à scier"))
    assert (upright, address.endswith(".webp")) == (True, True)

    neighbour = open_page()
    sign_in(neighbour, UserFactory())
    neighbour.goto(renee.url)
    expect(neighbour.get_by_text("Une grosse branche est tombée")).to_be_visible()
    assert shown(neighbour.get_by_role("img", name="Une branche à scier"))[0]

    renee.get_by_role("link", name="Modifier").click()
    renee.get_by_label("En quelques mots").fill("Deux branches à scier")
    renee.get_by_role("button", name="Enregistrer").click()
    expect(renee.get_by_role("heading", level=1)).to_have_text("Deux branches à scier")

    renee.get_by_text("Terminer l’annonce").click()
    renee.get_by_label("oui, grâce au site").check()
    renee.get_by_role("button", name="Terminer").click()
    listing = Listing.objects.get()
    assert (listing.status, listing.outcome) == ("fulfilled", "solved_here")


def test_the_back_button_publishes_once(renee):
    renee.get_by_label("En quelques mots").fill("Une branche à scier")
    tell(renee)
    renee.get_by_role("button", name="Publier").click()
    expect(renee.get_by_role("heading", level=1)).to_have_text("Une branche à scier")

    renee.go_back()
    renee.get_by_role("button", name="Publier").click()

    expect(renee.get_by_role("heading", level=1)).to_have_text("Une branche à scier")
    assert Listing.objects.count() == 1
    renee.goto("/compte/annonces/")
    expect(renee.get_by_role("link", name="Une branche à scier")).to_be_visible()
