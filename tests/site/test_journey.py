"""The main job over plain HTTP, without JavaScript."""

import pytest
from django.urls import reverse

from listings.models import Listing
from listings.places import counted_places
from messaging.models import Message
from territory.models import Commune
from tests.factories import ConversationFactory, ListingFactory, UserFactory

pytestmark = pytest.mark.django_db


def need(**changes):
    return {
        "kind": "need",
        "category": "jardin-bois",
        "title": "Bois à fendre",
        "description": "Deux stères.",
        "commune": "Prémery",
        "price_kind": "free",
        **changes,
    }


def test_a_neighbour_asks_and_a_neighbour_answers(client):
    asker, helper = UserFactory(), UserFactory()
    client.force_login(asker)
    client.post(reverse("listings:publish"), need())
    listing = Listing.objects.get()
    client.force_login(helper)
    assert (
        "Bois à fendre" in client.get(reverse("listings:offer_help")).content.decode()
    )

    sent = {"body": "Je viens samedi.", "idempotency_key": "k"}
    for _double_click in range(2):
        client.post(reverse("messaging:write", args=[listing.code]), sent)

    message = Message.objects.get()
    client.force_login(asker)
    assert "1 non lu" in client.get(reverse("messaging:inbox")).content.decode()
    thread = message.conversation.get_absolute_url()
    assert "Je viens samedi." in client.get(thread).content.decode()
    assert "non lu" not in client.get(reverse("messaging:inbox")).content.decode()
    client.post(
        reverse("listings:close", args=[listing.code]), {"outcome": "solved_here"}
    )
    assert Listing.objects.get().status == "fulfilled"


def test_a_visitor_counts_needs_without_reading_them(client):
    ListingFactory(need=True, title="Un secret de santé")

    page = client.get(reverse("listings:offer_help"))

    assert "secret" not in page.content.decode()
    assert page.context["members_only"] == [{"commune__name": "Prémery", "count": 1}]


@pytest.mark.parametrize("name", ["edit", "close"])
def test_the_listing_of_somebody_else_is_not_found(client, resident, name):
    listing = ListingFactory()
    client.force_login(resident)

    answer = client.post(
        reverse(f"listings:{name}", args=[listing.code]), {"outcome": "solved_here"}
    )

    assert answer.status_code == 404
    assert Listing.objects.get().status == "published"


def test_the_thread_of_other_people_is_not_found(client, resident):
    conversation = ConversationFactory()
    client.force_login(resident)

    answer = client.post(conversation.get_absolute_url(), {"body": "Bonjour"})

    assert answer.status_code == 404
    assert not Message.objects.exists()


def test_a_mistake_keeps_what_was_typed(client, resident):
    client.force_login(resident)

    page = client.post(reverse("listings:publish"), need(commune="Prémerie"))

    assert "Vouliez-vous dire Prémery" in page.content.decode()
    assert "Bois à fendre" in page.content.decode()
    assert not Listing.objects.exists()


@pytest.mark.parametrize("asked", ["?commune=Prémery&within_km=25", "?search=%22*%00"])
def test_filters_answer_whatever_is_asked(client, asked):
    ListingFactory()

    assert client.get(reverse("listings:list") + asked).status_code == 200


@pytest.mark.parametrize("how_many", [1, 15])
def test_the_list_costs_the_same_whatever_its_length(
    client, django_assert_num_queries, how_many
):
    ListingFactory.create_batch(how_many)

    # Count, page, photos, categories, needs; settings and menus of the site.
    with django_assert_num_queries(7):
        client.get(reverse("listings:list"))


def test_the_map_leads_to_a_commune_whose_code_is_a_postcode_elsewhere(client):
    listing = ListingFactory(commune=Commune.objects.get(insee="58310"))
    [(place, _area)] = counted_places()

    assert list(client.get(place.url).context["page_obj"]) == [listing]
