"""Where the hostile texts are shown: every address, with what to put into it."""

from collections.abc import Iterator
from urllib.parse import urlencode

from tests.permissions.addresses import Address, addresses, is_admin, of_the_site

from .corpus import MARKUP
from .world import Hostile

# Which of our things the rooms of Wagtail name by their row.
ROWS = {
    "pages": "page",
    "choose-page": "section",
    "images": "image",
    "documents": "document",
    "users": "author",
    "annonces": "listing",
    "regles": "rule",
    "motifs": "reason",
}
# Addresses whose path says more than rows.
SAID = {
    "content_type_app_name": "cms",
    "content_type_model_name": "infopage",
    "app_label": "cms",
    "model_name": "infopage",
    "app_name": "cms",
    "action_name": "approve",
    "action": "delete",
    "filter_spec": "width-100",
}
# What signs out, and what fails on purpose.
LEFT_OUT = ("admin/logout/", "admin/failwhale/")
ASKED = ("q", "search", "commune", "categorie", "kind", "next", "adresse", "vers")


def of_the_public(world: Hostile) -> Iterator[str]:
    """Return every address outside the admin, and lists asked for hostile words."""
    for one in of_the_site():
        if not one.route.startswith(("_allauth/", "api/")):
            yield path(one, world)
    for text in MARKUP[4:9]:
        said = urlencode(dict.fromkeys(ASKED, text))
        for place in ("annonces", "recherche", "integration", "compte/login"):
            yield f"/{place}/?{said}"
    yield "/annonces/?page=2"
    for name in ("page", "broken", "section"):
        yield world.things[name].url
    yield f"/signaler/suivi/{world.things['notice'].number}/"


def of_the_admin(world: Hostile) -> Iterator[str]:
    for one in addresses():
        if is_admin(one) and "^" not in one.route and one.route not in LEFT_OUT:
            yield path(one, world)
    for place in ("annonces", "regles", "redirects"):
        yield f"/admin/{place}/?{urlencode({'q': MARKUP[4]})}"


def path(one: Address, world: Hostile) -> str:
    row = world.things.get(ROWS.get(one.room, "")) or world.people.get("author")
    given = {**SAID, **dict.fromkeys(one.converters, str(getattr(row, "pk", 1)))}
    return one.path(world.things) if not is_admin(one) else filled(one, world, given)


def filled(one: Address, world: Hostile, given: dict[str, str]) -> str:
    address = "/" + one.route
    for name in one.converters:
        start = address.index("<")
        end = address.index(">", start) + 1
        address = address[:start] + value(one, name, world, given) + address[end:]
    return address


def value(one: Address, name: str, world: Hostile, given: dict[str, str]) -> str:
    if name in SAID:
        return SAID[name]
    if name == "public_id" or not one.room or one.room in ("moderation", "identites"):
        return one.value(name, world.things)
    if name == "parent_page_id":
        return str(world.things["section"].pk)
    if name == "revision_id":
        return str(world.things["page"].latest_revision.pk)
    return given[name] if one.room in ROWS else one.value(name, world.things)
