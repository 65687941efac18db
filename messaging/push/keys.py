"""The pair of keys by which push services know this site (VAPID, RFC 8292).

Without `VAPID_PRIVATE_KEY` nobody is offered notifications.
"""

from base64 import urlsafe_b64encode

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid


def is_on() -> bool:
    return bool(settings.VAPID_PRIVATE_KEY)


def public_key() -> str:
    """Return what browsers subscribe with; empty where there is no private key."""
    if not is_on():
        return ""
    point = Vapid.from_string(settings.VAPID_PRIVATE_KEY).public_key.public_bytes(
        Encoding.X962, PublicFormat.UncompressedPoint
    )
    return encoded(point)


def new_private_key() -> str:
    pair = Vapid()
    pair.generate_keys()
    number = pair.private_key.private_numbers().private_value
    return encoded(number.to_bytes(32))


def encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()
