"""Words that a copy of the database does not tell."""

import base64
import hashlib
from collections.abc import Iterable

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def vault(purpose: str, first: Iterable[str] = ()) -> MultiFernet:
    """Keys made of `first`, then of the secret key and of those it replaced.

    What is closed now is closed by the first of them; each opens what it closed.
    """
    secrets = [*first, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256((purpose + one).encode()) for one in secrets)
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(digest.digest())) for digest in digests]
    )
