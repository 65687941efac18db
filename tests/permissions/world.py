"""Who may ask, and the things there are to ask for."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group
from graphql_relay import to_global_id

from moderation.actions import open_case
from moderation.models import Action, ReasonTemplate, Rule
from moderation.targets import target_of
from tests.factories import (
    ConversationFactory,
    ListingFactory,
    MessageFactory,
    MessagePhotoFactory,
    PhotoFactory,
    UserFactory,
)
from tests.judging import judge

ROLES = [
    "anonymous",
    "unconfirmed",
    "resident",
    "author",
    "party",
    "desk",
    "editor",
    "moderator",
    "administrator",
    "suspended",
]
GROUPS = {
    "desk": "Relais",
    "editor": "Rédaction",
    "moderator": "Modération",
    "administrator": "Administration",
}


@dataclass
class World:
    """One listing of `author`, about which `party` talks with them."""

    people: dict[str, Any] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    def ids(self) -> dict[str, str]:
        """Return the global ids that documents name."""
        types = {
            "listing": "Listing",
            "conversation": "Conversation",
            "message": "Message",
            "decision": "Decision",
        }
        return {
            name: to_global_id(kind, self.things[name].public_id)
            for name, kind in types.items()
        }


def people() -> dict[str, Any]:
    """Return somebody of each role; nobody for visitors."""
    everybody: dict[str, Any] = {"anonymous": None}
    for role in ROLES[1:]:
        everybody[role] = UserFactory(confirmed=role != "unconfirmed")
    for role, name in GROUPS.items():
        everybody[role].groups.add(Group.objects.get_or_create(name=name)[0])
    everybody["suspended"].is_suspended = True
    everybody["suspended"].save(update_fields=["is_suspended"])
    return everybody


def build() -> World:
    world = World(people())
    listing = ListingFactory(author=world.people["author"])
    thread = ConversationFactory(listing=listing, initiator=world.people["party"])
    message = MessageFactory(conversation=thread)
    refused = ListingFactory(author=world.people["author"], status="pending")
    world.things = {
        "decision": judge(refused, Action.REFUSE),
        "case": open_case(target_of(listing)),
        "rule": Rule.objects.first(),
        "reason": ReasonTemplate.objects.first(),
        "person": world.people["resident"],
        "listing": listing,
        "conversation": thread,
        "message": message,
        "photo": PhotoFactory(listing=listing),
        "message_photo": MessagePhotoFactory(message=message),
    }
    return world
