"""Who gets what at every address: views.csv and rooms.csv say it."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from .addresses import addresses, is_admin, of_our_rooms, of_the_site
from .tables import check
from .world import ROLES, build

STAFF = ["editor", "moderator", "administrator"]
OUTSIDE = [role for role in ROLES if role not in STAFF]
# Pages of the admin that say nothing of the site, and where people sign in.
OPEN = {
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
}
# Wagtail's own ways to a new password, which are closed: ours are elsewhere.
CLOSED = "wagtailadmin_password_reset"
KEPT_OUT = ("login", "302", "403")


def outcome(response) -> str:
    """Return the status; of a redirect to sign-in, the word « login »."""
    to = response.headers.get("Location", "")
    return "login" if to.startswith("/compte/login/") else str(response.status_code)


def signed_in(person) -> Client:
    client = Client(raise_request_exception=False)
    if person:
        client.force_login(person)
    return client


def asked(client: Client, method: str, path: str) -> str:
    """Return what came of a request whose effects are undone."""
    cache.clear()
    try:
        with transaction.atomic():
            got = outcome(client.generic(method, path))
            transaction.set_rollback(True)
    except transaction.TransactionManagementError:
        return "500"
    return got


def found(role: str) -> dict[tuple[str, str], str]:
    """Ask every address as somebody of this role."""
    world = build()
    return {
        (one.label, method): asked(
            signed_in(world.people[role]), method, one.path(world.things)
        )
        for one in of_the_site()
        for method in ("GET", "POST")
    }


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says_at_every_address(role):
    check("views.csv", role, found(role))


def found_in_rooms(role: str) -> dict[tuple[str, str], str]:
    """Ask every address of our rooms as staff of this role."""
    world = build()
    client = signed_in(world.people[role])
    return {
        (one.label, method): asked(client, method, one.path(world.things))
        for one in of_our_rooms()
        for method in ("GET", "POST")
    }


@pytest.mark.django_db
@pytest.mark.parametrize("role", STAFF)
def test_each_role_of_the_staff_gets_what_the_table_says_in_our_rooms(role):
    check("rooms.csv", role, found_in_rooms(role))


@pytest.mark.django_db
@pytest.mark.parametrize("role", OUTSIDE)
def test_nobody_outside_the_staff_reaches_any_page_of_the_admin(role):
    world = build()
    client = signed_in(world.people[role])
    inside = [one for one in addresses() if is_admin(one) and one.name not in OPEN]
    assert len(inside) > 150
    answers = [
        (one.name, asked(client, method, one.path(world.things)))
        for one in inside
        for method in ("GET", "POST")
    ]
    closed = [answer for name, answer in answers if name.startswith(CLOSED)]
    assert set(closed) <= {"404", "403"}
    reached = [
        (name, answer)
        for name, answer in answers
        if not name.startswith(CLOSED) and answer not in KEPT_OUT
    ]
    assert reached == []
