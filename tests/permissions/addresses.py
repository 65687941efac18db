"""Every address of the site, with what to put into it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver
from django.urls.resolvers import RoutePattern

# Which thing an address with a `public_id` names.
NAMED = {
    "listings:photo": "photo",
    "messaging:photo": "message_photo",
    "decisions:decision": "decision",
    "messaging:delete_message": "message",
    "moderation_room:case": "case",
    "moderation_room:look": "case",
    "identites:verify": "person",
    "identites:withdraw": "person",
}
# Which thing an address of a room names by its row.
ROWS = {"annonces": "listing", "regles": "rule", "motifs": "reason"}
# Where our own rooms begin in the admin.
ROOMS = tuple(
    f"admin/{room}"
    for room in (
        "annonces/",
        "identites/",
        "journal/",
        "moderation/",
        "motifs/",
        "regles/",
        "transparence/",
        "travaux",
    )
)
# Addresses written as regular expressions, and what to put in their place.
SPELLED_OUT = {
    "revisions_compare": "admin/pages/1/revisions/compare/earliest...latest/",
    "admin/^.*/$": "admin/nothing/here/",
    "wagtail_serve": "infos/",
    "wagtaildocs_serve": "documents/1/guide.pdf",
    "account_reset_password_from_key": "compte/password/reset/key/1-wrong/",
}


@dataclass(frozen=True)
class Address:
    name: str
    route: str
    converters: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.name or self.route

    @property
    def room(self) -> str:
        """The first part of the address within the admin."""
        return self.route.split("/")[1] if is_admin(self) else ""

    def path(self, things: dict[str, Any]) -> str:
        if self.label in SPELLED_OUT:
            return "/" + SPELLED_OUT[self.label]
        path = self.route
        for name in self.converters:
            start = path.index("<")
            end = path.index(">", start) + 1
            path = path[:start] + self.value(name, things) + path[end:]
        return "/" + path

    def value(self, name: str, things: dict[str, Any]) -> str:
        if name == "pk":
            return str(getattr(things.get(ROWS.get(self.room, "")), "pk", 1))
        if name == "public_id":
            return str(things[NAMED.get(self.name, "conversation")].public_id)
        listing = things["listing"]
        known = {"code": listing.code, "slug": "je-tonds-votre-pelouse"}
        known |= {"width": "400", "version": "v1", "choice": "sourdine"}
        return known.get(name, "1")


def addresses(resolver=None, space: str = "", before: str = "") -> Iterator[Address]:
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield address(pattern, space, route)
            continue
        inner = space + (f"{pattern.namespace}:" if pattern.namespace else "")
        yield from addresses(pattern, inner, route)


def address(pattern: URLPattern, space: str, route: str) -> Address:
    name = space + (pattern.name or "")
    if not isinstance(pattern.pattern, RoutePattern):
        return Address(name.rpartition(":")[2], route, ())
    return Address(name, route, named_in(route))


def named_in(route: str) -> tuple[str, ...]:
    parts = [part.partition(">")[0] for part in route.split("<")[1:]]
    return tuple(part.rpartition(":")[2] for part in parts)


def is_admin(one: Address) -> bool:
    return one.route.startswith("admin/")


def of_our_rooms() -> list[Address]:
    """Addresses of the rooms that this project adds to the admin."""
    return [one for one in addresses() if one.route.startswith(ROOMS)]


def of_the_site() -> list[Address]:
    """Addresses of the public site, each label once: Django takes the first."""
    first: dict[str, Address] = {}
    for one in addresses():
        if not is_admin(one):
            first.setdefault(one.label, one)
    return list(first.values())
