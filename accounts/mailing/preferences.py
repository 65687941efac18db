"""How often a person is written to, about what."""

from ..models import NotificationKind, NotificationPreference, Rhythm, User


def can_be_mailed(user: User) -> bool:
    """Whether the account is open and its mailbox takes mail."""
    return user.is_active and user.mail_bounced_at is None


def rhythm_of(user: User, kind: str) -> str:
    chosen = user.notification_preferences.filter(kind=kind)
    return chosen.values_list("rhythm", flat=True).first() or Rhythm.AT_ONCE


def rhythms_of(user: User) -> dict[str, str]:
    """Return the rhythm of each kind."""
    chosen = dict(user.notification_preferences.values_list("kind", "rhythm"))
    return {kind: chosen.get(kind, Rhythm.AT_ONCE) for kind in NotificationKind.values}


def wants_mail(user: User, kind: str) -> bool:
    """Whether mail of this kind may be sent to `user`, at once or later."""
    return can_be_mailed(user) and rhythm_of(user, kind) != Rhythm.NONE


def set_rhythm(user: User, kind: str, rhythm: str) -> None:
    NotificationPreference.objects.update_or_create(
        user=user, kind=kind, defaults={"rhythm": rhythm}
    )
