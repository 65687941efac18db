"""Acts that a session left open on a shared computer must not allow."""

import time

from allauth.account import app_settings
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth.decorators import login_required
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

PROVED_AT = "proved_at"  # in the session: when it was opened


def sensitive(view):
    """Let a view answer whoever proved who they are less than fifteen minutes ago.

    Others are asked first, by password, second factor or mailed code; what they sent
    is kept, and goes on from there.
    """
    return login_required(reauthentication_required(view, app="allauth.account"))


def proved_lately(request) -> bool:
    """Whether this session was opened, or proved again, a moment ago."""
    return proved_in(request.session, request.user)


def proved_in(session: SessionBase, user) -> bool:
    asked = HttpRequest()  # allauth reads its session and nothing else
    asked.session = session
    records = get_authentication_records(asked, user)
    opened = session.get(PROVED_AT, 0)
    latest = max((record["at"] for record in records), default=opened)
    return time.time() - latest < app_settings.REAUTHENTICATION_TIMEOUT
