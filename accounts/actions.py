"""What happens to sessions and to accounts as a whole."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from background.retention import before, remove

from .models import User


def alive():
    """Return the keys of the sessions that did not end, as a subquery."""
    return Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")


def open_sessions(user):
    """Where `user` is signed in, the latest first."""
    sessions = UserSession.objects.filter(user=user, session_key__in=alive())
    return sessions.order_by("-created_at", "-pk")


def session_of(request) -> UserSession:
    """Return the row by which the session of `request` can be ended from afar.

    It lives as long as the session, whose key may change: what belongs to a session
    refers to it, and goes with it.
    """
    UserSession.objects.create_from_request(request)
    return UserSession.objects.get(session_key=request.session.session_key)


def after_sign_out(*, request, **kwargs) -> None:
    """Forget a session at once, with all that refers to it."""
    if request is not None:
        key = request.session.session_key
        UserSession.objects.filter(session_key=key).delete()


def end_sessions(sessions) -> int:
    """End these sessions at once; return how many."""
    keys = list(sessions.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def forget_ended_sessions(dry_run: bool = False) -> int:
    """Delete what remains of sessions that ended; return how many ended."""
    ended = Session.objects.filter(expire_date__lte=timezone.now())
    count = remove(ended, dry_run)
    alive = Session.objects.values("session_key")
    if not dry_run:
        UserSession.objects.exclude(session_key__in=alive).delete()
    return count


def forget_unconfirmed(dry_run: bool = False) -> int:
    """Delete the accounts of those who signed up and never proved their address."""
    late = User.objects.unconfirmed().filter(
        date_joined__lt=before(settings.UNCONFIRMED_ACCOUNT_DAYS)
    )
    return remove(late, dry_run)
