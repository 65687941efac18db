"""What is kept says what the database says, whatever changed it."""

import pytest
from django.apps import apps
from django.db import connection, transaction
from wagtail.models import Page

from accounts.models import User
from cms.models import SiteSettings
from graphql_api.freshness.generations import READ, forget_changes
from graphql_api.freshness.kept import Kept
from graphql_api.freshness.models import Change, Kind
from graphql_api.freshness.triggers import watched
from listings.models import Listing
from tests.factories import InfoPageFactory, ListingFactory, UserFactory

pytestmark = pytest.mark.django_db


def state() -> dict[str, int]:
    (sums,) = READ.run({})
    return dict(zip(Kind.values, sums, strict=True))


def test_every_table_that_visitors_read_is_watched():
    seen = {one.model for one in watched()}
    apart = {"cms.EditorialRendition"}

    for label in ("cms", "listings", "territory"):
        for model in apps.get_app_config(label).get_models():
            assert (model in seen) == (model._meta.label not in apart), model


@pytest.mark.parametrize("kind", Kind)
def test_a_change_of_one_kind_leaves_the_other_as_it_was(kind):
    change = {Kind.PAGES: InfoPageFactory, Kind.LISTINGS: ListingFactory}[kind]
    if kind is Kind.PAGES:
        InfoPageFactory()  # with the section that it stands in
    before = state()

    change()

    changed = {one for one in Kind if state()[one] != before[one]}
    assert changed == {kind}


def test_bulk_changes_and_raw_sql_are_seen():
    ListingFactory()
    seen = [state()]

    Listing.objects.update(title="Autre titre")
    seen.append(state())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE listings_listing SET title = 'Encore un autre'")
    seen.append(state())
    Listing.objects.all().delete()
    seen.append(state())

    assert len({one[Kind.LISTINGS] for one in seen}) == 4


def test_signing_in_changes_nothing_that_is_read(client):
    person = UserFactory()
    before = state()

    client.force_login(person)

    assert state() == before
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert state() != before


def test_a_change_that_was_undone_is_no_change():
    ListingFactory()
    before = state()

    with transaction.atomic():
        ListingFactory()
        inside = state()
        transaction.set_rollback(True)

    assert state() == before != inside


def test_old_changes_are_forgotten_without_coming_back_to_a_former_state():
    for _time in range(3):
        ListingFactory()
    before = state()

    forget_changes()

    assert Change.objects.count() == len(Kind)
    assert not set(state().values()) & set(before.values())


def test_an_edited_page_is_read_anew(graphql):
    page = InfoPageFactory(title="Avant", slug="masques")
    query = '{ page(path: "/infos/masques/") { title breadcrumbs { title } } }'
    assert graphql(query)["data"]["page"]["title"] == "Avant"

    Page.objects.filter(pk=page.pk).update(title="Après")
    Page.objects.filter(pk=page.get_parent().pk).update(title="Le dossier")

    found = graphql(query)["data"]["page"]
    assert found["title"] == "Après"
    assert found["breadcrumbs"][-1]["title"] == "Le dossier"


def test_a_private_or_unpublished_page_is_no_longer_answered(graphql):
    page = InfoPageFactory(slug="masques")
    query = '{ page(path: "/infos/masques/") { id } }'
    assert graphql(query)["data"]["page"]

    page.unpublish()

    assert graphql(query)["data"]["page"] is None


def test_settings_of_the_site_count_as_pages():
    before = state()

    SiteSettings.objects.update(footer_text="Autre chose")

    assert state()[Kind.PAGES] != before[Kind.PAGES]


def test_only_so_many_values_are_kept_the_oldest_leave_first():
    kept: Kept[int] = Kept(2)

    for number in range(1, 4):
        kept.keep(number, number)

    assert [kept.get(number) for number in range(1, 4)] == [None, 2, 3]
