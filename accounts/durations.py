"""How long something takes, in French words."""

from django.conf import settings
from django.utils.translation import ngettext


def hours_in_words(hours: int) -> str:
    return ngettext("%d\u00a0heure", "%d\u00a0heures", hours) % hours


def review_delay() -> str:
    """Within how long what waits for the staff is usually read."""
    return hours_in_words(settings.REVIEW_HOURS)
