"""Session tokens: what applications send where browsers send a cookie."""

from allauth.headless.internal.sessionkit import (
    authenticate_by_x_session_token,
    lookup_session,
)
from allauth.headless.tokens.strategies.sessions import SessionTokenStrategy
from django.contrib.sessions.backends.base import UpdateError


class TokenStrategy(SessionTokenStrategy):
    """Reads a session without asking first whether it is there."""

    def lookup_session(self, session_token: str):
        return lookup_session(session_token)


def person_of(token: str):
    """Return who is signed in with `token`, and prolong the session; else nobody."""
    found = authenticate_by_x_session_token(token) if token else None
    if found is None:
        return None
    user, session = found
    try:
        if session.modified:
            session.save()
    except UpdateError:  # ended in the meantime
        return None
    return user
