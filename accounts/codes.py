"""The code that proves an address: six digits, typed in the page that asks."""

import time

from django.conf import settings
from django.utils.crypto import salted_hmac


def code_for(user, email: str) -> str:
    """Return the code of this hour for an address.

    It is computed, not drawn: a double click, a second device or an impatient « envoyez
    encore » all get the same, so that no mail which arrives late holds a wrong one.
    """
    hour = int(time.time() // settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT)
    secret = f"{user.pk} {user.password} {email} {hour}"
    number = int(
        salted_hmac("accounts.codes", secret, algorithm="sha256").hexdigest(), 16
    )
    digits = f"{number % 1_000_000:06d}"
    return f"{digits[:3]} {digits[3:]}"
