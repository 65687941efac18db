"""What happens to sessions and to accounts as a whole."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from .models import User


def open_sessions(user):
    """Where `user` is signed in, the latest first."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    sessions = UserSession.objects.filter(user=user, session_key__in=alive)
    return sessions.order_by("-created_at", "-pk")


def end_sessions(sessions) -> int:
    """End these sessions at once; return how many."""
    keys = list(sessions.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def forget_ended_sessions() -> None:
    """Delete what remains of sessions that ended."""
    Session.objects.filter(expire_date__lte=timezone.now()).delete()
    alive = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=alive).delete()


def forget_unconfirmed() -> None:
    """Delete the accounts of those who signed up and never proved their address."""
    days = timedelta(days=settings.UNCONFIRMED_ACCOUNT_DAYS)
    User.objects.unconfirmed().filter(date_joined__lt=timezone.now() - days).delete()
