from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from listings.forms import ListingForm
from listings.models import Category, Listing, Outcome
from listings.states import ListingStatus
from moderation.models import Decision
from territory.models import Commune
from tests.factories import ListingFactory, UserFactory
from tests.judging import judge

pytestmark = pytest.mark.django_db
ANYONE = AnonymousUser()


def data(**changes):
    return {
        "kind": "need",
        "category": "jardin-bois",
        "title": "Bois à fendre",
        "description": "Deux stères.",
        "commune": "Prémery",
        "price_kind": "free",
        **changes,
    }


def test_the_fourteen_categories_are_there():
    assert Category.objects.count() == 14


def test_a_need_is_read_by_members_only():
    need = ListingFactory(need=True)

    assert not Listing.objects.visible_to(ANYONE).exists()
    assert Listing.objects.visible_to(UserFactory()).get() == need


@pytest.mark.parametrize("status", ["hidden", "expired", "withdrawn", "pending"])
def test_a_listing_that_is_not_live_is_seen_by_its_author_only(status):
    listing = ListingFactory(status=status)

    assert not Listing.objects.visible_to(UserFactory()).exists()
    assert Listing.objects.visible_to(listing.author).get() == listing


def test_a_listing_past_its_term_is_gone_before_any_job_ran():
    ListingFactory(expires_at=timezone.now() - timedelta(seconds=1))

    assert not Listing.objects.visible_to(ANYONE).exists()


def test_the_listings_of_a_closed_account_are_gone():
    ListingFactory(author__is_active=False)
    kept = ListingFactory()

    assert Listing.objects.visible_to(ANYONE).get() == kept


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("Légumes de saison", "legumes"),
        ("Légumes de saison", "légume"),
        ("Œufs de poules", "oeufs"),
        ("Aide aux démarches", "demarches"),
        ("Je répare les vélos", "reparation velo"),
    ],
)
def test_search_ignores_accents_endings_and_ligatures(title, asked):
    listing = ListingFactory(title=title, description="Réparations et autres.")
    ListingFactory(title="Covoiturage vers Nevers", description="Le lundi.")

    assert list(Listing.objects.matching(asked)) == [listing]


@pytest.mark.parametrize("asked", ['"', "\x00", "*", "'", "a* OR b", "NEAR(", "%_\\"])
def test_search_operators_are_harmless(asked):
    ListingFactory()

    assert Listing.objects.matching(asked).count() in {0, 1}


def test_a_search_of_six_hundred_words_is_harmless():
    listing = ListingFactory(title="pelouse " * 8)

    assert Listing.objects.matching("pelouse " * 600).get() == listing


def test_search_follows_an_edit_and_a_deletion():
    listing = ListingFactory(title="Bois de chauffage")
    listing.title = "Confitures"
    listing.description = "Maison."
    listing.save()

    assert not Listing.objects.matching("chauffage").exists()
    assert Listing.objects.matching("confiture").get() == listing
    listing.delete()
    assert not Listing.objects.matching("confiture").exists()


def test_distance_composes_with_search_and_order():
    near = ListingFactory(title="Pommes", commune=Commune.objects.get(name="Guérigny"))
    ListingFactory(title="Pommes", commune=Commune.objects.get(name="Luzy"))
    premery = Commune.objects.get(name="Prémery")

    found = (
        Listing.objects.matching("pomme")
        .within(premery, 25)
        .with_distance_from(premery)
        .order_by("distance_km")
    )

    assert list(found) == [near]
    assert found[0].distance_km == pytest.approx(13.5, abs=1)


def test_only_one_of_two_closings_succeeds():
    listing = ListingFactory()
    same = Listing.objects.get(pk=listing.pk)
    listing.close(Outcome.SOLVED_HERE)

    with pytest.raises(ValidationError) as refusal:
        same.close(Outcome.NOT_SOLVED)

    assert refusal.value.code == "state_changed"
    stored = Listing.objects.get(pk=listing.pk)
    assert (stored.status, stored.outcome) == ("fulfilled", "solved_here")


def test_a_listing_is_renewed_three_times_at_most():
    listing = ListingFactory(status=ListingStatus.EXPIRED, renewals=3)

    with pytest.raises(ValidationError) as refusal:
        listing.renew()

    assert refusal.value.code == "renewed_enough"


def test_hiding_needs_a_reason_and_keeps_it():
    listing, moderator = ListingFactory(), UserFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        judge(listing, facts="", moderator=moderator)
    assert Listing.objects.live().exists()
    judge(Listing.objects.get(), facts="Vente d’animaux", moderator=moderator)

    assert not Listing.objects.live().exists()
    assert Decision.objects.get().facts == "Vente d’animaux"


def test_a_need_is_for_members_unless_its_author_says_otherwise(resident):
    form = ListingForm(data(), author=resident)

    assert form.is_valid(), form.errors
    assert form.save().audience == "members"


@pytest.mark.parametrize("typed", ["12,50 €", "12.5", "12,5"])
def test_prices_are_read_as_people_write_them(resident, typed):
    form = ListingForm(data(price_kind="amount", price=typed), author=resident)

    assert form.is_valid(), form.errors
    assert form.save().price_label == "12,50\u00a0€"


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"title": ""}, "title", "required"),
        ({"description": "a" * 5000}, "description", "max_length"),
        ({"commune": "Paris"}, "commune", "unknown_commune"),
        ({"price_kind": "amount", "price": "-1"}, "price", "price_amount"),
        ({"price_kind": "amount", "price": "NaN"}, "price", "invalid"),
        ({"reach_km": "900"}, "reach_km", "reach_range"),
    ],
)
def test_mistakes_are_told_at_their_field_and_nothing_is_stored(
    resident, change, field, code
):
    form = ListingForm(data(**change), author=resident)

    assert not form.is_valid()
    assert [error.code for error in form.errors.as_data()[field]] == [code]
    assert not Listing.objects.exists()


def test_line_ends_count_once_in_a_long_description(client, resident):
    client.force_login(resident)
    text = "\r\n".join(["a" * 39] * 100)  # 3,999 characters for a browser

    form = ListingForm({"description": text}, author=resident)

    assert "description" not in form.errors
