"""Codes that people can read to each other over the phone."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base 32: no I L O U


def code_of(length: int) -> str:
    """Return `length` signs at random, of five bits each."""
    return "".join(secrets.choice(ALPHABET) for _i in range(length))
