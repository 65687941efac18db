"""Session tokens: what applications send where browsers send a cookie."""

from allauth.headless.internal.sessionkit import authenticate_by_x_session_token
from django.contrib.sessions.backends.base import UpdateError


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
