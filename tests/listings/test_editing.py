"""Changes to what is online wait while the old words stay."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from listings.actions import publish_unreviewed
from listings.models import Listing, ListingEdit
from listings.photos.actions import sweep_unattached
from moderation.actions import Judgment, decide
from moderation.models import Action, Case, Notice, Screening, Urgency
from moderation.targets import target_of
from tests.factories import ListingFactory, PhotoFactory, UserFactory
from tests.judging import judge

pytestmark = pytest.mark.django_db
BAD = "Payez d’avance par mandat cash."


def answers(**changes):
    return {
        "kind": "offer",
        "category": "jardin-bois",
        "title": "Je tonds votre pelouse",
        "description": "Le samedi matin, avec ma tondeuse.",
        "commune": "Prémery",
        "price_kind": "free",
        "audience": "public",
        **changes,
    }


def edit(client, listing, **changes):
    client.force_login(listing.author)
    address = reverse("listings:edit", args=[listing.code])
    return client.post(address, answers(**changes), follow=True)


def words_of(listing):
    listing.refresh_from_db()
    return listing.description


@pytest.mark.parametrize("status", ["published", "reserved", "expired"])
def test_the_old_words_stay_while_the_new_ones_wait(client, status):
    listing = ListingFactory(status=status)

    page = edit(client, listing, description=BAD)

    assert "Vos changements sont en relecture" in page.content.decode()
    assert words_of(listing) == "Le samedi matin, avec ma tondeuse."
    assert listing.status == status
    assert ListingEdit.objects.get().values["description"] == BAD
    assert Screening.objects.get().case.target_id == listing.public_id
    assert BAD in target_of(listing).words


def test_a_clean_change_of_a_trusted_author_shows_at_once(client):
    listing = ListingFactory()

    page = edit(client, listing, description="Le dimanche.")

    assert "Votre annonce est à jour." in page.content.decode()
    assert words_of(listing) == "Le dimanche."
    assert not Case.objects.exists()


def test_a_newcomer_does_not_swap_what_was_approved(client):
    listing = ListingFactory(author=UserFactory(trusted_at=None))

    edit(client, listing, description="Tout autre chose.")

    assert words_of(listing) == "Le samedi matin, avec ma tondeuse."
    assert ListingEdit.objects.count() == 1


def test_moving_to_a_sensitive_subject_waits(client):
    listing = ListingFactory()

    edit(client, listing, category="garde-familles")

    listing.refresh_from_db()
    assert listing.category_id == "jardin-bois"


def test_what_rules_refuse_is_refused_and_kept_in_the_form(client):
    listing = ListingFactory()

    page = edit(client, listing, description="Mon numéro : 06 39 98 45 12")

    assert "06 39 98 45 12" in page.content.decode()
    assert page.context["form"].errors.as_data()["description"][0].code == (
        "refused_by_rule"
    )
    assert not ListingEdit.objects.exists()


def test_publishing_the_case_shows_the_change_with_its_photos(client):
    listing = ListingFactory()
    old = PhotoFactory(listing=listing, position=0)
    new = PhotoFactory(owner=listing.author)
    edit(
        client,
        listing,
        description=BAD,
        price_kind="amount",
        price="12,50",
        photo=[str(old.public_id), str(new.public_id)],
        **{f"photo-{old.public_id}-remove": "on", f"photo-{new.public_id}-alt": "Neuf"},
    )
    assert list(listing.photos.all()) == [old]

    target = target_of(Listing.objects.get())
    assert target.actions() == [Action.PUBLISH, Action.REFUSE, Action.HIDE]
    decide(target, Judgment(Action.PUBLISH, "D’accord."), UserFactory())

    assert words_of(listing) == BAD
    assert (str(listing.price), listing.status) == ("12.50", "published")
    assert [(one.pk, one.alt) for one in listing.photos.all()] == [(new.pk, "Neuf")]
    assert not ListingEdit.objects.exists()
    assert "mandat" in listing.search_words
    assert not Case.objects.open().exists()


def test_refusing_the_case_keeps_the_listing(client):
    listing = ListingFactory()
    edit(client, listing, description=BAD)

    decide(target_of(listing), Judgment(Action.REFUSE, "Arnaque."), UserFactory())

    assert words_of(listing) == "Le samedi matin, avec ma tondeuse."
    assert (listing.status, ListingEdit.objects.count()) == ("published", 0)


def test_hiding_the_listing_drops_its_change(client):
    listing = ListingFactory()
    edit(client, listing, description=BAD)

    judge(Listing.objects.get())

    assert not ListingEdit.objects.exists()


def test_the_author_gives_the_change_up(client):
    listing = ListingFactory()
    edit(client, listing, description=BAD)
    other = UserFactory()
    address = reverse("listings:take_back", args=[listing.code])

    client.force_login(other)
    assert client.post(address).status_code == 404
    assert ListingEdit.objects.exists()
    client.force_login(listing.author)
    client.post(address)

    assert not ListingEdit.objects.exists()
    assert not Case.objects.open().exists()


def test_giving_it_up_leaves_the_notices_of_others(client):
    listing = ListingFactory()
    edit(client, listing, description=BAD)
    Notice.objects.create(
        case=Case.objects.get(), ground="scam", explanation="x", address="y"
    )

    client.post(reverse("listings:take_back", args=[listing.code]))

    assert Case.objects.open().count() == 1


def test_the_change_is_edited_again_from_where_it_was_left(client):
    listing = ListingFactory()
    photo = PhotoFactory(owner=listing.author)
    edit(client, listing, description=BAD, photo=[str(photo.public_id)])

    page = client.get(reverse("listings:edit", args=[listing.code])).content.decode()
    assert BAD in page
    assert str(photo.public_id) in page
    edit(client, listing, description="Le dimanche.")

    assert words_of(listing) == "Le dimanche."
    assert not ListingEdit.objects.exists()
    assert not Case.objects.open().exists()


def test_photos_of_a_waiting_change_are_not_swept(client, settings):
    listing = ListingFactory()
    photo = PhotoFactory(owner=listing.author)
    edit(client, listing, description=BAD, photo=[str(photo.public_id)])

    hours = timedelta(hours=settings.LISTING_PHOTOS_WAITING_HOURS + 1)
    with time_machine.travel(timezone.now() + hours):
        assert sweep_unattached() == 0
        ListingEdit.objects.all().delete()
        assert sweep_unattached() == 1


def test_a_harmless_change_goes_online_by_itself(client):
    listing = ListingFactory(author=UserFactory(trusted_at=None))
    edit(client, listing, description="Le dimanche.")

    with time_machine.travel(timezone.now() + timedelta(hours=49)):
        assert (publish_unreviewed(), publish_unreviewed()) == (1, 0)

    assert words_of(listing) == "Le dimanche."


def test_a_change_to_a_sensitive_subject_never_does(client):
    listing = ListingFactory()
    edit(client, listing, category="garde-familles")

    with time_machine.travel(timezone.now() + timedelta(days=30)):
        assert publish_unreviewed() == 0


def test_changes_asked_for_are_sent_back_to_review(client):
    listing = ListingFactory(status="pending")
    decide(target_of(listing), Judgment(Action.CHANGES, "Dites quand."), UserFactory())

    edit(client, listing, description="Le samedi à 9 h.")

    listing.refresh_from_db()
    assert (listing.status, listing.description) == ("pending", "Le samedi à 9 h.")
    assert Case.objects.open().get().urgency == Urgency.WAITING
