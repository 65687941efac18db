"""Who was active, from what is kept anyway: nothing is noted of a person for this.

Active means signed in, seen in a session that was opened before, or in one of the uses
that the apps above know, such as writing from a mailbox: `ACCOUNTS_IN_USE`.
"""

from collections.abc import Iterator
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from .models import User
from .sessions import USED_ON


def active_since(moment: datetime) -> QuerySet[User]:
    """Accounts active since `moment`, those closed meanwhile included."""
    used = Q(last_login__gte=moment) | Q(pk__in=set(prolonged_since(moment)))
    for path in settings.ACCOUNTS_IN_USE:
        used |= Q(pk__in=import_string(path)(moment))
    return User.objects.filter(used)


def prolonged_since(moment: datetime) -> Iterator[str]:
    """Keys of those who did not sign in since, but used a session opened before."""
    opened = UserSession.objects.filter(user__last_login__lt=moment)
    rows = Session.objects.filter(session_key__in=opened.values("session_key"))
    day = timezone.localdate(moment).isoformat()
    for row in rows.iterator():
        data = row.get_decoded()
        if data.get(USED_ON, "") >= day and SESSION_KEY in data:
            yield data[SESSION_KEY]
