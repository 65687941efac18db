import pytest
from django.urls import reverse

from accounts.models import PersonKind
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def profile(**changes):
    return {
        "first_name": "Josette",
        "last_initial": "b.",
        "kind": "association",
        "commune": "Nevers",
        "about": "Je tricote.",
        **changes,
    }


def stored(user):
    user.refresh_from_db()
    return user.display_name, user.kind, user.commune.name, user.about


def test_a_visitor_signs_in_first(client):
    assert client.get("/compte/").url == "/compte/login/?next=/compte/"


def test_the_page_shows_who_one_is_and_where_to_change_the_rest(client, resident):
    client.force_login(resident)

    page = client.get(reverse("account_profile")).content.decode()

    assert 'value="Prémery"' in page
    assert "<strong>Martine L.</strong>" in page
    for name in ("account_email", "account_change_password", "account_logout"):
        assert f'href="{reverse(name)}"' in page


def test_a_profile_is_changed(client, resident):
    client.force_login(resident)

    answer = client.post("/compte/", profile())

    assert answer.url == "/compte/"
    assert stored(resident) == ("Josette B.", "association", "Nevers", "Je tricote.")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"first_name": "  "}, "first_name"),
        ({"last_initial": "7"}, "last_initial"),
        ({"last_initial": "Bernard"}, "last_initial"),
        ({"kind": "public_body"}, "kind"),
        ({"commune": "58700"}, "commune"),
        ({"commune": ""}, "commune"),
        ({"about": "é" * 301}, "about"),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_changes_nothing(
    client, resident, change, field
):
    client.force_login(resident)

    page = client.post("/compte/", profile(**change))

    assert list(page.context["form"].errors) == [field]
    assert page.context["form"]["about"].value() == profile(**change)["about"]
    assert "<strong>Martine L.</strong>" in page.content.decode()
    assert stored(resident) == ("Martine L.", "resident", "Prémery", "")


def test_a_public_body_stays_one(client):
    body = UserFactory(kind=PersonKind.PUBLIC_BODY)
    client.force_login(body)

    refused = client.post("/compte/", profile(kind="resident"))
    client.post("/compte/", profile(kind="public_body"))

    assert list(refused.context["form"].errors) == ["kind"]
    assert stored(body)[:2] == ("Josette B.", "public_body")


def test_the_address_stays_as_it_was(client, resident):
    client.force_login(resident)
    before = resident.email

    client.post("/compte/", profile(email="autre@example.org", is_staff="on"))

    resident.refresh_from_db()
    assert (resident.email, resident.is_staff) == (before, False)
