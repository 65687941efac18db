"""The courteous word to those who asked about a listing that ended.

Declared in `LISTING_ENDED`: listings know nothing of conversations.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from background.jobs import job
from listings.models import Listing
from listings.states import ListingStatus
from moderation.actions import open_case
from moderation.targets import target_of

from ..models import Conversation, MessageSource
from .reach import obstacle
from .screening import state_of_next
from .telling import tell_the_other
from .turns import wait_for_conversation, wait_for_sides
from .writing import bring_back, store


def thank_everybody_else(listing: Listing) -> None:
    """Queue the word to all who asked, with the end of the listing itself."""
    tell_those_who_asked.enqueue(listing.pk)


@job
def tell_those_who_asked(listing_key: int) -> None:
    """Write once to everybody but the one with whom it came about.

    Each in a transaction of its own: a second run writes to those who are left.
    """
    listing = Listing.objects.get(pk=listing_key)
    asked = Conversation.objects.filter(listing=listing).with_people()
    for conversation in asked.exclude(initiator=listing.fulfilled_with_id):
        say_it_ended(conversation)


@transaction.atomic
def say_it_ended(conversation: Conversation) -> None:
    people = wait_for_sides(conversation)
    locked = wait_for_conversation(conversation)
    owner = people[locked.listing.author_id]
    told = locked.messages.filter(source=MessageSource.SITE).exists()
    if told or obstacle(locked, owner):
        return
    said, state = words(locked.listing), state_of_next(locked, owner)
    message = store(locked, owner, said, "", MessageSource.SITE, state)
    bring_back(message)
    if message.is_delivered:
        tell_the_other(message)
    else:
        open_case(target_of(message))


def words(listing: Listing) -> str:
    about = {"name": listing.author.first_name, "title": listing.title}
    if listing.status == ListingStatus.FULFILLED:
        said = _(
            "L’annonce « %(title)s » est terminée : %(name)s a trouvé une solution. "
            "Merci de lui avoir écrit !"
        )
    else:
        said = _(
            "L’annonce « %(title)s » est terminée : %(name)s l’a retirée. "
            "Merci de lui avoir écrit !"
        )
    return said % about
