"""How listings are published once, run out, are renewed, withdrawn and edited."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from listings.actions import expire_due, publish_new, save_edited
from listings.forms import ListingForm
from listings.models import Category, Listing, Outcome
from listings.states import ListingStatus
from tests.factories import ListingFactory, UserFactory

pytestmark = pytest.mark.django_db
YESTERDAY = timedelta(days=-1)


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


def filled(author, **changes):
    form = ListingForm(data(**changes), author=author)
    assert form.is_valid(), form.errors
    return form


def at_once(*acts):
    """Run `acts` in as many threads, starting together; return their outcomes."""
    outcomes, together = [], Barrier(len(acts))

    def run(act):
        together.wait()
        try:
            outcomes.append(act())
        except ValidationError as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_what_ran_out_is_ended_and_nothing_else():
    past = timezone.now() + YESTERDAY
    ended = ListingFactory(expires_at=past)
    reserved = ListingFactory(expires_at=past, status=ListingStatus.RESERVED)
    ListingFactory(expires_at=past, hidden=True)
    ListingFactory()

    assert (expire_due(), expire_due()) == (2, 0)

    expired = Listing.objects.filter(status=ListingStatus.EXPIRED)
    assert set(expired) == {ended, reserved}


@pytest.mark.parametrize(
    "state",
    [
        {"status": ListingStatus.EXPIRED},
        {"expires_at": timezone.now() + timedelta(days=6)},
        {"expires_at": timezone.now() + YESTERDAY},
    ],
)
def test_what_ran_out_or_soon_will_is_renewed(state):
    listing = ListingFactory(**state)
    assert listing.can_be_renewed

    listing.renew()

    stored = Listing.objects.get()
    assert (stored.status, stored.renewals) == ("published", 1)
    assert stored.expires_at > timezone.now() + timedelta(days=59)
    assert not stored.can_be_renewed


@pytest.mark.parametrize("status", ["published", "hidden", "fulfilled", "withdrawn"])
def test_nothing_else_is_renewed(status):
    listing = ListingFactory(status=status)
    assert not listing.can_be_renewed

    with pytest.raises(ValidationError) as refusal:
        listing.renew()

    assert refusal.value.code == "not_renewable"
    assert Listing.objects.get().renewals == 0


def test_the_number_of_renewals_is_a_setting(settings):
    settings.LISTING_RENEWALS_MAX = 1
    listing = ListingFactory(status=ListingStatus.EXPIRED)
    listing.renew()
    Listing.objects.update(status=ListingStatus.EXPIRED)

    with pytest.raises(ValidationError) as refusal:
        Listing.objects.get().renew()

    assert refusal.value.code == "renewed_enough"


def test_two_renewals_read_at_the_same_moment_count_once():
    listing = ListingFactory(status=ListingStatus.EXPIRED)
    same = Listing.objects.get()
    listing.renew()
    Listing.objects.update(status=ListingStatus.EXPIRED)

    with pytest.raises(ValidationError):
        same.renew()

    assert Listing.objects.get().renewals == 1


def test_an_unconfirmed_account_publishes_nothing():
    form = filled(UserFactory(confirmed=False))

    with pytest.raises(ValidationError) as refusal:
        publish_new(form)

    assert refusal.value.code == "not_confirmed"
    assert not Listing.objects.exists()


def test_a_category_takes_its_own_kinds_only(resident):
    Category.objects.filter(pk="jardin-bois").update(kinds=["offer"])

    form = ListingForm(data(), author=resident)

    assert [error.code for error in form.errors.as_data()["category"]] == [
        "kind_not_allowed"
    ]


def test_the_same_words_with_the_same_key_are_one_listing(resident):
    first = publish_new(filled(resident, idempotency_key="k"))
    again = publish_new(filled(resident, idempotency_key="k"))
    other = publish_new(filled(UserFactory(), idempotency_key="k"))

    assert first == again
    assert len({first, other}) == Listing.objects.count() == 2


@pytest.mark.parametrize("key", ["", "another"])
def test_the_same_words_a_moment_later_are_the_same_listing(resident, key):
    first = publish_new(filled(resident, idempotency_key="k"))

    assert publish_new(filled(resident, idempotency_key=key)) == first
    assert publish_new(filled(resident, description="Trois stères.")) != first


def test_the_same_words_are_a_new_listing_later_or_once_the_first_ended(resident):
    closed = publish_new(filled(resident))
    closed.close(Outcome.SOLVED_HERE)
    old = publish_new(filled(resident))
    Listing.objects.filter(pk=old.pk).update(created_at=timezone.now() + YESTERDAY)

    assert publish_new(filled(resident)) not in {closed, old}
    assert Listing.objects.count() == 3


def test_a_key_is_refused_for_other_words(resident):
    publish_new(filled(resident, idempotency_key="k"))

    with pytest.raises(ValidationError) as refusal:
        publish_new(filled(resident, idempotency_key="k", title="Autre chose"))

    assert refusal.value.code == "key_reused"
    assert Listing.objects.get().title == "Bois à fendre"


@pytest.mark.parametrize("key", ["a" * 65, "a\x00"])
def test_a_key_that_cannot_be_stored_is_a_mistake(resident, key):
    form = ListingForm(data(idempotency_key=key), author=resident)

    assert list(form.errors) == ["idempotency_key"]


@pytest.mark.django_db(transaction=True)
def test_the_same_click_in_four_processes_is_one_listing(resident):
    forms = [filled(resident, idempotency_key="k") for _number in range(4)]

    outcomes = at_once(*[lambda form=form: publish_new(form).code for form in forms])

    assert outcomes == [Listing.objects.get().code] * 4


@pytest.mark.django_db(transaction=True)
def test_of_two_closings_at_once_one_succeeds(resident):
    ListingFactory(author=resident)
    copies = [Listing.objects.get() for _number in range(2)]

    outcomes = at_once(
        lambda: copies[0].close(Outcome.SOLVED_HERE),
        lambda: copies[1].close(Outcome.SOLVED_HERE),
    )

    assert sorted(outcomes, key=str) == [None, "state_changed"]
    assert Listing.objects.get().status == "fulfilled"


def edited(listing):
    form = ListingForm(data(title="Neuf"), instance=listing, author=listing.author)
    assert form.is_valid(), form.errors
    return form


@pytest.mark.parametrize("status", ["fulfilled", "withdrawn", "hidden", "refused"])
def test_a_closed_or_hidden_listing_keeps_its_words(status):
    form = edited(ListingFactory())
    Listing.objects.update(status=status)

    with pytest.raises(ValidationError) as refusal:
        save_edited(form)

    assert refusal.value.code == "not_editable"
    stored = Listing.objects.get()
    assert (stored.title, stored.status) == ("Je tonds votre pelouse", status)


def test_an_edit_keeps_the_state_and_the_key(resident):
    listing = publish_new(filled(resident, idempotency_key="k"))
    form = edited(Listing.objects.get())
    listing.reserve()

    save_edited(form)

    stored = Listing.objects.get()
    assert (stored.title, stored.status) == ("Neuf", "reserved")
    assert stored.idempotency_key == "k"
