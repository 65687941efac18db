"""How long people stay signed in; `SESSION_ENGINE` names this module."""

from datetime import datetime, timedelta
from functools import lru_cache

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.contrib.sessions.serializers import JSONSerializer
from django.core.signals import setting_changed
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from database.reads import Reads
from database.statements import Param

JSON = JSONSerializer()
LONGEST = 4_000  # characters of a stored session, to be remembered
ENDS_AT = "ends_at"
USED_ON = "used_on"  # a session is prolonged once a day, not written at each request

UNDER_WAY = Reads(
    lambda: Session.objects.filter(
        session_key=Param("key", CharField()),
        expire_date__gt=Param("now", DateTimeField()),
    )
)


def longest_for(user) -> timedelta:
    """Those who reach the editors' room sign in every morning."""
    if user.reaches_admin:
        return settings.SESSION_LONGEST_EDITORS
    return settings.SESSION_LONGEST


def today() -> str:
    return timezone.localdate().isoformat()  # as `activity` counts days


def end_after(longest: timedelta) -> str:
    return (timezone.now() + longest).isoformat()


def last_moment(data) -> datetime:
    """Return when this session ends, however much it is used."""
    return datetime.fromisoformat(
        data.get(ENDS_AT) or end_after(settings.SESSION_LONGEST)
    )


@lru_cache(1_000)
def unsealed(sealed: str) -> bytes:
    """Return, as JSON, what a stored session holds.

    Its seal is proved once by each process, which logs once that it is broken.
    """
    return JSON.dumps(db.SessionStore.decode(SessionStore(), sealed))


class SessionStore(db.SessionStore):
    """A session that its use prolongs, up to a last moment."""

    def decode(self, session_data):
        if len(session_data) > LONGEST:
            return super().decode(session_data)
        return JSON.loads(unsealed(session_data))

    def _get_session_from_db(self):
        key = self.session_key or ""
        sound = key.isalnum()  # PostgreSQL refuses zero bytes, which cookies may have
        rows = UNDER_WAY(key=key, now=timezone.now()) if sound else []
        if not rows:
            self._session_key = None
        return next(iter(rows), None)

    def load(self):
        data = super().load()
        if SESSION_KEY in data and data.get(USED_ON) != today():
            self.modified = True  # whoever asked saves it, and renews the cookie
        return data

    def cycle_key(self):
        """Keep, under its new key, the row by which its owner ends the session."""
        former = self.session_key
        super().cycle_key()
        if former:
            rows = UserSession.objects.filter(session_key=former)
            rows.update(session_key=self.session_key)

    def create_model_instance(self, data):
        data.setdefault(ENDS_AT, end_after(settings.SESSION_LONGEST))
        data[USED_ON] = today()
        return super().create_model_instance(data)

    def get_expiry_date(self, **given):
        return min(super().get_expiry_date(**given), last_moment(self))

    def get_expiry_age(self, **given):
        left = last_moment(self) - timezone.now()
        return max(0, min(super().get_expiry_age(**given), int(left.total_seconds())))


def forget_unsealed(**_changed) -> None:
    unsealed.cache_clear()


setting_changed.connect(forget_unsealed)
