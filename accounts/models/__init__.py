from .charter import CharterAcceptance
from .mail import MailEvent, NotificationKind, NotificationPreference, Rhythm
from .people import OUT_OF_SIGHT, PersonKind, SellerStatus, Trust, User
from .rights import DataExport, ErasureRecord, SealedIdentity

__all__ = [
    "OUT_OF_SIGHT",
    "CharterAcceptance",
    "DataExport",
    "ErasureRecord",
    "MailEvent",
    "NotificationKind",
    "NotificationPreference",
    "PersonKind",
    "Rhythm",
    "SealedIdentity",
    "SellerStatus",
    "Trust",
    "User",
]
