from django.contrib.sessions.models import Session

from accounts.models import User

from .environment import SESSION
from .seeding.conversations import cookie_of
from .seeding.listings import KNOWN_CODE


def sign_in(user: User) -> None:
    """Open a session of `user` under the key that was drawn for this run."""
    Session.objects.filter(pk=cookie_of(user)).update(session_key=SESSION)


def sign_out() -> None:
    Session.objects.filter(pk=SESSION).delete()


def neighbour() -> User:
    """Return somebody who may write to the author of the listing that Q3 reads."""
    others = User.objects.filter(is_active=True).exclude(listings__code=KNOWN_CODE)
    return others.order_by("pk")[0]
