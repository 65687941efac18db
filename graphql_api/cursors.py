"""Cursors: the place of a row in one list, signed so that nobody makes one up.

Signed by keyed BLAKE2b, a message authentication code in one call of hashlib, where
HMAC takes two hashes: pages hold many cursors. A forger would have to guess 16 bytes.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cache
from hashlib import blake2b
from hmac import compare_digest

from django.conf import settings
from django.utils.crypto import salted_hmac

SIGNATURE = 16  # bytes


def text_of(value) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


encoded = json.JSONEncoder(default=text_of, ensure_ascii=False).encode


def written(scope: bytes, values: list) -> str:
    """Return the cursor of `values` in the list that `scope` names."""
    data = encoded(values).encode()
    return signed(scope, data, settings.SECRET_KEY).decode()


def read(scope: bytes, cursor: str) -> list:
    """Return the values in `cursor`; ValueError unless this very list wrote it."""
    token = cursor.encode()
    data = urlsafe_b64decode(token)[SIGNATURE:]
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    # The whole text is compared: base64 has several ways to write the same bytes.
    if not any(compare_digest(token, signed(scope, data, one)) for one in secrets):
        raise ValueError
    return json.loads(data)


def signed(scope: bytes, data: bytes, secret: str) -> bytes:
    signature = blake2b(scope + data, digest_size=SIGNATURE, key=key_from(secret))
    return urlsafe_b64encode(signature.digest() + data)


@cache
def key_from(secret: str) -> bytes:
    return salted_hmac(__name__, "", secret, algorithm="sha256").digest()
