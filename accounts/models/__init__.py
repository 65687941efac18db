from .mail import MailEvent, NotificationKind, NotificationPreference, Rhythm
from .people import OUT_OF_SIGHT, PersonKind, SellerStatus, Trust, User

__all__ = [
    "OUT_OF_SIGHT",
    "MailEvent",
    "NotificationKind",
    "NotificationPreference",
    "PersonKind",
    "Rhythm",
    "SellerStatus",
    "Trust",
    "User",
]
