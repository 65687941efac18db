"""« Mes annonces » and what an author does with one of them, over plain HTTP."""

import re
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from listings.models import Listing
from listings.states import ListingStatus
from tests.factories import ListingFactory, UserFactory
from tests.judging import judge

pytestmark = pytest.mark.django_db
MINE = "/compte/annonces/"
SOON = timedelta(days=3)


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


def key_in(page):
    pattern = r'<input type="hidden" name="idempotency_key" value="([^"]+)"'
    return re.search(pattern, page.content.decode())[1]


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_my_listings_are_sorted_by_what_they_ask_of_me(client, resident):
    for status in ["published", "expired", "fulfilled", "withdrawn", "pending"]:
        ListingFactory(author=resident, status=status)
    ListingFactory(author=resident, expires_at=timezone.now() - SOON, title="Passée")
    judge(ListingFactory(author=resident), facts="Un numéro de téléphone.")
    ListingFactory(title="À quelqu’un d’autre")
    client.force_login(resident)

    page = client.get(MINE)

    groups = [row.group_label for row in page.context["page_obj"]]
    assert groups == [
        "À revoir",
        "En ligne",
        "En attente",
        *["Arrivées à leur terme"] * 2,
        *["Terminées"] * 2,
    ]
    assert "Un numéro de téléphone." in page.content.decode()
    assert "quelqu’un d’autre" not in page.content.decode()


def test_my_listings_need_a_sign_in(client):
    assert client.get(MINE).status_code == 302


@pytest.mark.parametrize("how_many", [1, 15])
def test_my_listings_cost_the_same_whatever_their_number(
    client, resident, django_assert_num_queries, how_many
):
    ListingFactory.create_batch(how_many, author=resident)
    client.force_login(resident)

    with django_assert_num_queries(8):  # session, person, count, page, photos; frame: 3
        client.get(MINE)


def test_my_listings_come_in_pages(client, resident, settings):
    settings.LISTING_PAGE_SIZE = 2
    ListingFactory.create_batch(3, author=resident)
    client.force_login(resident)

    assert len(client.get(MINE, {"page": "2"}).context["page_obj"]) == 1


@pytest.mark.parametrize(("own", "count"), [(True, 7), (False, 8)])
def test_a_listing_costs_the_same_to_everybody(
    client, resident, django_assert_num_queries, own, count
):
    listing = ListingFactory(**{"author": resident} if own else {})
    client.force_login(resident)

    # Session, person, listing, photos; frame: 3; and whom a neighbour blocked.
    with django_assert_num_queries(count):
        client.get(listing.get_absolute_url())


def test_an_author_renews_with_a_post(client):
    listing = ListingFactory(status=ListingStatus.EXPIRED)
    client.force_login(listing.author)
    address = reverse("listings:renew", args=[listing.code])
    assert address in client.get(MINE).content.decode()

    assert client.get(address).status_code == 405
    answer = client.post(address)

    assert said(answer) == ["Votre annonce est renouvelée."]
    assert Listing.objects.get().status == "published"
    assert said(client.post(address)) == [
        "Votre annonce est renouvelée.",
        "Cette annonce ne peut pas être renouvelée pour le moment.",
    ]


def test_an_author_withdraws_with_a_post(client):
    listing = ListingFactory()
    client.force_login(listing.author)
    address = reverse("listings:withdraw", args=[listing.code])
    assert address in client.get(listing.get_absolute_url()).content.decode()

    assert said(client.post(address)) == ["Votre annonce est retirée."]
    assert Listing.objects.get().status == "withdrawn"
    assert address not in client.get(listing.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", ["renew", "withdraw", "edit", "close"])
def test_what_is_somebody_elses_is_not_found(client, resident, name):
    listing = ListingFactory(status=ListingStatus.EXPIRED)
    client.force_login(resident)

    answer = client.post(reverse(f"listings:{name}", args=[listing.code]), need())

    assert answer.status_code == 404
    stored = Listing.objects.get()
    assert (stored.status, stored.title) == ("expired", listing.title)


@pytest.mark.parametrize("outcome", [{}, {"outcome": "x"}])
def test_closing_without_saying_what_became_of_it_changes_nothing(client, outcome):
    listing = ListingFactory()
    client.force_login(listing.author)

    answer = client.post(reverse("listings:close", args=[listing.code]), outcome)

    assert said(answer) == ["Dites ce qu’il en est advenu."]
    assert Listing.objects.get().status == "published"


def test_a_second_closing_is_told_that_the_listing_changed(client):
    listing = ListingFactory(status=ListingStatus.FULFILLED)
    client.force_login(listing.author)

    answer = client.post(
        reverse("listings:close", args=[listing.code]), {"outcome": "solved_here"}
    )

    assert said(answer) == ["Cette annonce a changé entre-temps. Rechargez la page."]


def test_a_double_click_publishes_once(client, resident):
    client.force_login(resident)
    key = key_in(client.get(reverse("listings:publish")))

    answers = [
        client.post(reverse("listings:publish"), need(idempotency_key=key))
        for _twice in range(2)
    ]

    listing = Listing.objects.get()
    assert {answer.url for answer in answers} == {listing.get_absolute_url()}


def test_other_words_sent_from_the_back_button_become_a_change(client, resident):
    client.force_login(resident)
    client.post(reverse("listings:publish"), need(idempotency_key="k"))
    listing = Listing.objects.get()

    page = client.post(
        reverse("listings:publish"), need(idempotency_key="k", title="Autres mots")
    )

    shown = page.content.decode()
    assert "Autres mots" in shown
    assert f'action="{reverse("listings:edit", args=[listing.code])}"' in shown
    assert Listing.objects.get().title == "Bois à fendre"


def test_other_words_after_the_end_become_another_listing(client, resident):
    client.force_login(resident)
    client.post(reverse("listings:publish"), need(idempotency_key="k"))
    Listing.objects.update(status=ListingStatus.WITHDRAWN)

    words = need(idempotency_key="k", title="Autres mots")
    page = client.post(reverse("listings:publish"), words)
    assert "Autres mots" in page.content.decode()
    client.post(reverse("listings:publish"), {**words, "idempotency_key": key_in(page)})

    assert set(Listing.objects.values_list("title", "status")) == {
        ("Bois à fendre", "withdrawn"),
        ("Autres mots", "published"),
    }


def test_an_unconfirmed_account_is_told_so_and_keeps_its_words(client):
    client.force_login(UserFactory(confirmed=False))

    page = client.post(reverse("listings:publish"), need()).content.decode()

    assert "Confirmez d’abord votre adresse de courriel." in page
    assert "Bois à fendre" in page
    assert not Listing.objects.exists()


def test_a_closed_listing_is_not_offered_for_editing(client):
    listing = ListingFactory(status=ListingStatus.FULFILLED)
    client.force_login(listing.author)
    address = reverse("listings:edit", args=[listing.code])

    assert client.get(address).url == listing.get_absolute_url()
    page = client.post(address, need(title="Neuf"))

    assert "elle ne se modifie plus" in page.content.decode()
    assert "Neuf" in page.content.decode()
    assert Listing.objects.get().title == listing.title


def test_a_hidden_listing_tells_its_author_why_and_is_gone_for_others(client):
    listing = ListingFactory()
    judge(Listing.objects.get(), facts="Un numéro de téléphone.")
    assert client.get(listing.get_absolute_url()).status_code == 404
    client.force_login(listing.author)

    page = client.get(listing.get_absolute_url()).content.decode()

    assert "Un numéro de téléphone." in page
    assert "Masquée par la modération" in page
