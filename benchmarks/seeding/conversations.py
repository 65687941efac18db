from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from accounts.models import User
from accounts.sessions import SessionStore
from listings.models import Category, Listing, ListingKind
from listings.states import ListingStatus
from messaging.models import Conversation, Message, Participant
from territory.models import Commune

MESSAGES = 20


def open_conversations(how_many: int) -> list[tuple[str, str]]:
    """Create conversations of two people each, and sign in those who asked.

    Returns the address at which each asks what is new, and the cookie to ask with.
    """
    people = [person(number) for number in range(how_many * 2)]
    askers, owners = people[:how_many], people[how_many:]
    threads = [conversation(*two) for two in zip(askers, owners, strict=True)]
    return [
        (f"{thread.get_absolute_url()}nouveau/?vu=1", cookie_of(thread.initiator))
        for thread in threads
    ]


def person(number: int) -> User:
    return User.objects.create(
        email=f"personne{number}@bench.example.org",
        first_name="Martine",
        last_initial="L",
        commune=Commune.objects.first(),
    )


def conversation(asker: User, owner: User) -> Conversation:
    listing = Listing.objects.create(
        author=owner,
        kind=ListingKind.OFFER,
        category=Category.objects.get(pk="jardin-bois"),
        commune=owner.commune,
        title="Je tonds votre pelouse",
        description="Le samedi matin, avec ma tondeuse.",
        status=ListingStatus.PUBLISHED,
    )
    thread = Conversation.objects.create(listing=listing, initiator=asker)
    for number in range(MESSAGES):
        author = (asker, owner)[number % 2]
        Message.objects.create(conversation=thread, author=author, body="Et samedi ?")
    for side in (asker, owner):
        Participant.objects.create(conversation=thread, user=side)
    return thread


def cookie_of(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key
