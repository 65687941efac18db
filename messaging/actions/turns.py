"""Who writes, blocks, leaves or is suspended at the same moment takes turns.

Rows are always locked in this order: people by their key, the listing, the
conversation. Nobody then waits for somebody who waits for them.
"""

from accounts.models import User
from listings.models import Listing

from ..models import Conversation


def wait_for_people(*people) -> dict[int, User]:
    """Lock `people` and return them as they now are, by key."""
    rows = User.objects.select_for_update(of=("self",), no_key=True)
    keys = [person.pk for person in people]
    return {user.pk: user for user in rows.filter(pk__in=keys).order_by("pk")}


def wait_for_sides(conversation: Conversation) -> dict[int, User]:
    """Lock the two people of a conversation and return them as they now are."""
    return wait_for_people(conversation.initiator, conversation.listing.author)


def wait_for_listing(listing: Listing) -> None:
    rows = Listing.objects.select_for_update(of=("self",), no_key=True)
    rows.only("pk").get(pk=listing.pk)


def wait_for_conversation(conversation: Conversation) -> Conversation:
    """Make writers of one conversation take turns, and read it again in one's turn."""
    rows = Conversation.objects.with_people()
    rows = rows.select_for_update(of=("self",), no_key=True)
    return rows.get(pk=conversation.pk)
