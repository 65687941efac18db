import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.urls import reverse

from listings.models import Listing
from territory.models import Commune
from tests.factories import ListingFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def offers():
    """The farthest first, as they were published."""
    for name in ("Prémery", "Giry", "Nevers"):
        ListingFactory(title=name, commune=Commune.objects.get(name=name))


def titles(answer):
    return [listing.title for listing in answer.context["page_obj"]]


def test_who_needs_help_sees_the_nearest_offers_first(client, resident, offers):
    client.force_login(resident)

    answer = client.get(reverse("listings:need_help"))

    assert titles(answer) == ["Prémery", "Giry", "Nevers"]
    assert "De la plus proche de Prémery" in answer.content.decode()


def test_a_member_may_ask_for_the_newest_first(client, resident, offers):
    client.force_login(resident)

    answer = client.get(reverse("listings:need_help"), {"order": "newest"})

    assert titles(answer) == ["Nevers", "Giry", "Prémery"]


def test_distances_start_where_a_member_asks(client, resident, offers):
    client.force_login(resident)

    answer = client.get(
        reverse("listings:need_help"),
        {"commune": "Nevers", "within_km": "100", "order": "nearest"},
    )

    assert titles(answer) == ["Nevers", "Prémery", "Giry"]


def test_visitors_and_people_without_a_commune_see_the_newest_first(client, offers):
    assert titles(client.get(reverse("listings:need_help")))[0] == "Nevers"

    client.force_login(UserFactory(commune=None))
    assert titles(client.get(reverse("listings:need_help")))[0] == "Nevers"


@pytest.mark.parametrize("how_many", [1, 15])
def test_a_member_costs_the_same_whatever_the_list(
    client, resident, django_assert_num_queries, how_many
):
    ListingFactory.create_batch(how_many)
    client.force_login(resident)

    with django_assert_num_queries(10):
        client.get(reverse("listings:need_help"))


@pytest.mark.parametrize(
    "narrowed", [{}, {"kind": "offer"}, {"kind": "offer", "category": "transport"}]
)
def test_lists_read_their_first_rows_from_an_index(narrowed):
    rows = Listing.objects.visible_to(AnonymousUser()).filter(**narrowed)[:20]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
        plan = rows.explain()

    assert "listings_live" in plan
    assert "TEMP B-TREE" not in plan
