from .charter import CharterAcceptance
from .mail import MailEvent, NotificationKind, NotificationPreference, Rhythm
from .people import OUT_OF_SIGHT, PersonKind, SellerStatus, Trust, User
from .rights import Act, DataExport, ErasureRecord, SealedConnection, SealedIdentity

__all__ = [
    "OUT_OF_SIGHT",
    "Act",
    "CharterAcceptance",
    "DataExport",
    "ErasureRecord",
    "MailEvent",
    "NotificationKind",
    "NotificationPreference",
    "PersonKind",
    "Rhythm",
    "SealedConnection",
    "SealedIdentity",
    "SellerStatus",
    "Trust",
    "User",
]
