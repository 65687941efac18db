"""A moderator decides a held message and a notice without touching the mouse."""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from cms.site import MODERATORS
from listings.models import Listing
from messaging.models import Message
from moderation.models import Case, Decision
from tests.factories import ListingFactory, UserFactory
from tests.moderation.room.conftest import address, held_message, reported


@pytest.fixture
def moderator(desk, sign_in, running_site):
    user = UserFactory(first_name="Paul", last_initial="")
    user.groups.add(Group.objects.get(name=MODERATORS))
    sign_in(desk, user)
    return desk


def test_a_held_message_and_a_notice_are_decided_from_the_keyboard(moderator):
    held_message()
    reported(ListingFactory(title="Tonte de pelouse"), 2)
    keys = moderator.keyboard
    moderator.goto("/admin/moderation/")

    keys.press("?")
    expect(moderator.get_by_text("cocher le dossier")).to_be_visible()
    keys.press("j")
    keys.press("Enter")
    expect(moderator.locator("mark")).to_have_text("mandat cash")
    moderator.wait_for_load_state()  # the keys come with the script
    keys.press("2")
    keys.press("Enter")
    expect(
        moderator.get_by_role("heading", name="Tonte de pelouse").first
    ).to_be_visible()
    assert Message.objects.get().state == "refused"

    moderator.wait_for_load_state()
    keys.press("2")
    expect(moderator.get_by_role("button", name="Confirmer : masquer")).to_be_focused()
    keys.press("Enter")
    expect(moderator.get_by_text("Rien n’attend.")).to_be_visible()

    assert Listing.objects.get(title="Tonte de pelouse").status == "hidden"
    assert not Case.objects.open().exists()
    by_name = Decision.objects.values_list("moderator__first_name", flat=True)
    assert list(by_name) == ["Paul", "Paul"]


def test_what_is_typed_is_not_taken_for_a_shortcut(moderator):
    case = reported(ListingFactory())
    moderator.goto(address(case))
    moderator.keyboard.press("2")
    reasons = moderator.get_by_label("Motif prêt").locator("visible=true").first
    words = moderator.get_by_label("Motif", exact=True).locator("visible=true").first

    reasons.select_option(label="Vie privée d’une autre personne")
    expect(words).to_have_value(
        "Votre annonce dit quelque chose de la vie d’une autre "
        "personne. Elle n’est plus visible."
    )
    words.fill("")
    words.type("j2?")
    reasons.select_option(label="Ressemble à une arnaque")

    expect(words).to_have_value("j2?")
    assert moderator.url.endswith(address(case))


def test_two_moderators_see_each_other(moderator, phone, sign_in):
    case = reported(ListingFactory())
    other = UserFactory(first_name="Marie", last_initial="")
    other.groups.add(Group.objects.get(name=MODERATORS))
    sign_in(phone, other)
    moderator.goto(address(case))

    phone.goto(address(case))

    expect(phone.get_by_text("Paul regarde ce dossier.")).to_be_visible()
    overflow = "document.documentElement.scrollWidth > innerWidth"
    assert phone.evaluate(overflow) is False
    # Whoever comes back to the tab is told at once.
    moderator.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(moderator.get_by_text("Marie regarde ce dossier.")).to_be_visible()
