from .mail import MailEvent, NotificationKind, NotificationPreference, Rhythm
from .people import PersonKind, User
from .rights import DataExport, ErasureRecord, SealedIdentity

__all__ = [
    "DataExport",
    "ErasureRecord",
    "MailEvent",
    "NotificationKind",
    "NotificationPreference",
    "PersonKind",
    "Rhythm",
    "SealedIdentity",
    "User",
]
