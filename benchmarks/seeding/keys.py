"""Keys that are the same each time, of the form the product draws at random."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from listings.models import CODE_LENGTH
from territory.codes import ALPHABET

LAST = datetime(2026, 6, 1, tzinfo=UTC)  # nothing that is seeded is younger
SPAN = timedelta(days=730)
SPREAD = 611_953_813  # odd: multiplying by it reaches every code once


def moment(number: int, size: int, rng: Random) -> datetime:
    """Return when the row `number` of `size` was written: in order, unevenly."""
    return LAST - SPAN + SPAN * ((number + rng.random()) / size)


def public_id(when: datetime, rng: Random) -> UUID:
    """Return a UUID of version 7, whose first bits are the time."""
    milliseconds = int(when.timestamp() * 1000)
    high = milliseconds << 80 | 7 << 76 | rng.getrandbits(12) << 64
    return UUID(int=high | 2 << 62 | rng.getrandbits(62))


def code(number: int) -> str:
    base = len(ALPHABET)
    left = number * SPREAD % base**CODE_LENGTH
    signs = []
    for _place in range(CODE_LENGTH):
        left, sign = divmod(left, base)
        signs.append(ALPHABET[sign])
    return "".join(signs)
