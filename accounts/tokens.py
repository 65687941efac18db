"""Session tokens: what applications send where browsers send a cookie."""

from functools import wraps

from allauth.headless.internal.sessionkit import (
    authenticate_by_x_session_token,
    lookup_session,
)
from allauth.headless.tokens.strategies.sessions import SessionTokenStrategy
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.http import HttpResponse

from .actions import session_of

HEADER = "X-Session-Token"


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


def or_token(view):
    """Let applications ask a page that is safe from other sites without a cookie."""

    @wraps(view)
    def answered(request, *args, **kwargs):
        token = request.headers.get(HEADER)
        if token is not None:
            person = person_of(token)
            if person is None:
                return HttpResponse(status=401)
            request.user = person
        return view(request, *args, **kwargs)

    return answered


def session_data(request) -> SessionBase | None:
    """Return what is kept of the session of a request; None when it has none."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return request.session
    found = authenticate_by_x_session_token(request.headers.get(HEADER, ""))
    return found[1] if found else None


def open_session(request) -> UserSession | None:
    """Return the session of a request by its cookie or its token; None once ended."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return session_of(request)
    data = session_data(request)
    key = data.session_key if data else None
    return UserSession.objects.filter(session_key=key).first()
