"""How much one person may write: counted in the rows themselves, never in the cache.

Call under the lock of that person, so that two sends do not count the same past.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..models import Conversation, Message

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def refuse_too_many_messages(author) -> None:
    """Raise ValidationError `too_many_messages` past the number of an hour."""
    written = Message.objects.written_by(author).order_by("-created_at")
    limit = settings.MESSAGING_LIMITS["messages_per_hour"]
    again = free_again(written, limit, HOUR)
    if again is not None:
        message = _(
            "Vous avez beaucoup écrit depuis une heure. Votre texte est gardé ici : "
            "vous pourrez l’envoyer %(moment)s."
        )
        raise ValidationError(message % {"moment": spoken(again)}, "too_many_messages")


def refuse_too_many_conversations(initiator) -> None:
    """Raise ValidationError `too_many_conversations` past the number of a day."""
    started = Conversation.objects.filter(initiator=initiator).order_by("-created_at")
    grown_up = initiator.date_joined + DAY
    is_new = timezone.now() < grown_up
    limit = settings.MESSAGING_LIMITS[
        "conversations_first_day" if is_new else "conversations_per_day"
    ]
    again = free_again(started, limit, DAY)
    if again is not None:
        message = _(
            "Vous avez écrit à beaucoup de personnes aujourd’hui. Votre texte est "
            "gardé ici : vous pourrez l’envoyer %(moment)s. D’ici là, vous pouvez "
            "poursuivre les échanges commencés."
        )
        moment = spoken(min(again, grown_up) if is_new else again)
        raise ValidationError(message % {"moment": moment}, "too_many_conversations")


def free_again(newest_first, limit: int, span: timedelta) -> datetime | None:
    """Return when one more row will be allowed; None when it is now."""
    recent = newest_first.filter(created_at__gt=timezone.now() - span)
    oldest = recent.values_list("created_at", flat=True)[limit - 1 : limit]
    return next((at + span for at in oldest), None)


def spoken(moment: datetime) -> str:
    """Say a moment to come, no earlier than it is: « à partir de 14 h 05 »."""
    local = timezone.localtime(moment + timedelta(minutes=1))
    hour = date_format(local, "G\u00a0\\h\u00a0i")
    if local.date() == timezone.localdate():
        return _("à partir de %(hour)s") % {"hour": hour}
    return _("demain à partir de %(hour)s") % {"hour": hour}
