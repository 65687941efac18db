"""Who is signed in; `AUTHENTICATION_BACKENDS` names this module."""

from allauth.account import auth_backends

from database.reads import Reads
from database.statements import Param

from .models import User

PERSON = Reads(lambda: User.objects.filter(pk=Param("key", User._meta.pk)))


class AuthenticationBackend(auth_backends.AuthenticationBackend):
    """Reads the person of each request by a statement that is compiled once."""

    def get_user(self, user_id: int) -> User | None:
        person = next(iter(PERSON(key=user_id)), None)
        return person if person and self.user_can_authenticate(person) else None
