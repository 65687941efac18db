"""Whoever asks a price says as whom they sell; minors ask none."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from accounts.selling import is_siren
from listings.models import Listing
from moderation.models import Case, Urgency
from tests.factories import ListingFactory, UserFactory

pytestmark = pytest.mark.django_db
SIREN = "732829320"


def publish(client, author, **changes):
    client.force_login(author)
    answers = {
        "kind": "offer",
        "category": "producteurs-circuits-courts",
        "title": "Paniers de légumes",
        "description": "Le vendredi soir.",
        "commune": "Prémery",
        "price_kind": "amount",
        "price": "14",
        **changes,
    }
    return client.post(reverse("listings:publish"), answers, follow=True)


def codes(page):
    errors = page.context["form"].errors.as_data()
    return {(name, one.code) for name, found in errors.items() for one in found}


@pytest.fixture
def undeclared():
    return UserFactory(seller_status="")


def test_a_first_price_asks_who_sells(client, undeclared):
    page = publish(client, undeclared)

    assert codes(page) == {("seller_status", "seller_undeclared")}
    assert "Paniers de légumes" in page.content.decode()
    assert not Listing.objects.exists()


def test_it_is_said_once(client, undeclared):
    publish(client, undeclared, seller_status="private")

    undeclared.refresh_from_db()
    assert (undeclared.seller_status, Listing.objects.count()) == ("private", 1)
    form = client.get(reverse("listings:publish"))
    assert "seller_status" not in form.context["form"].fields


def test_a_professional_is_identified(client, undeclared):
    said = {"seller_status": "professional", "siren": "732 829 321"}

    page = publish(client, undeclared, **said)

    assert codes(page) == {
        ("business_name", "required"),
        ("siren", "siren"),
        ("business_address", "required"),
    }
    undeclared.refresh_from_db()
    assert (undeclared.seller_status, Listing.objects.count()) == ("", 0)


def test_their_identity_is_on_their_paid_listings(client, undeclared):
    publish(
        client,
        undeclared,
        seller_status="professional",
        siren="732 829 320",
        business_name="Ferme du Bois",
        business_address="3 rue du Lavoir, 58700 Prémery",
    )
    free = ListingFactory(author=undeclared)

    client.logout()
    page = client.get(Listing.objects.get(price=14).get_absolute_url()).content.decode()
    for words in ("Vendeur professionnel", "Ferme du Bois", SIREN, "3 rue du Lavoir"):
        assert words in page
    assert SIREN not in client.get(free.get_absolute_url()).content.decode()


def test_nothing_is_asked_nor_noted_when_it_is_free(client, undeclared):
    publish(client, undeclared, price_kind="free", seller_status="professional")

    undeclared.refresh_from_db()
    assert (undeclared.seller_status, Listing.objects.count()) == ("", 1)


def test_the_database_knows_no_professional_without_identity():
    with pytest.raises(IntegrityError):
        UserFactory(seller_status="professional", siren=SIREN)


@pytest.mark.parametrize(
    ("figures", "valid"),
    [
        (SIREN, True),
        ("732829321", False),
        ("73282932", False),
        ("٧٣٢٨٢٩٣٢٠", False),
        ("000000000", True),
    ],
)
def test_a_siren_holds_its_own_check(figures, valid):
    assert is_siren(figures) is valid


def test_what_was_declared_is_not_taken_back(client):
    person = UserFactory(seller_status="private")
    client.force_login(person)

    client.post(
        "/compte/",
        {
            "first_name": "Martine",
            "kind": "resident",
            "commune": "Prémery",
            "seller_status": "",
        },
    )

    person.refresh_from_db()
    assert person.seller_status == "private"


@pytest.mark.django_db(transaction=True)
def test_a_private_person_who_sells_often_is_asked_once(client, resident):
    ListingFactory.create_batch(
        10, author=resident, price_kind="amount", price=5, status="fulfilled"
    )
    publish(client, resident)
    publish(client, resident, title="Œufs")
    call_command("work", once=True, verbosity=0)

    case = Case.objects.get()
    assert (case.target_kind, case.urgency) == ("person", Urgency.CALM)
    assert case.screenings.get().findings[0]["words"] == (
        "11 annonces payantes en 90 jours"
    )
    assert [one.subject for one in mail.outbox] == [
        "Vendez-vous en tant que professionnel\u00a0?"
    ]
    assert Listing.objects.get(title="Œufs").status == "published"


def test_a_professional_is_not_asked(client):
    trader = UserFactory(
        seller_status="professional",
        siren=SIREN,
        business_name="Ferme",
        business_address="Ici",
    )
    ListingFactory.create_batch(11, author=trader, price_kind="amount", price=5)

    publish(client, trader)

    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({}, {("price_kind", "adults_only")}),
        ({"price_kind": "agreed"}, {("price_kind", "adults_only")}),
        (
            {"price_kind": "free", "category": "garde-familles"},
            {("category", "adults_only")},
        ),
    ],
)
def test_minors_do_not_sell_nor_help_at_home(client, change, refused):
    minor = UserFactory(adult_on=timezone.localdate() + timedelta(days=1))

    page = publish(client, minor, **change)

    assert codes(page) == refused
    assert not Listing.objects.exists()


def test_minors_give_and_lend(client):
    minor = UserFactory(adult_on=timezone.localdate() + timedelta(days=1))

    publish(client, minor, price_kind="free", category="dons-prets")

    assert Listing.objects.count() == 1
