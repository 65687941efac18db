"""The room of listings leads to the open case about one."""

import pytest

from listings.models import Listing

from .conftest import address, held_listing

pytestmark = pytest.mark.django_db


def test_a_listing_leads_to_its_open_case(client, moderator):
    case = held_listing()
    room = f"/admin/annonces/{Listing.objects.get().pk}/"

    assert address(case) in client.get(room).content.decode()
    case.__class__.objects.update(closed_at=case.opened_at)
    assert address(case) not in client.get(room).content.decode()
