from .mail import MailEvent, NotificationKind, NotificationPreference, Rhythm
from .people import PersonKind, User

__all__ = [
    "MailEvent",
    "NotificationKind",
    "NotificationPreference",
    "PersonKind",
    "Rhythm",
    "User",
]
