"""What was written or shown before: rates, repeated texts, pictures seen again."""

from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256

from django.db.models import Q
from django.utils import timezone

from moderation.models.rules import Place
from moderation.models.traces import PicturePrint, TextPrint

from .normalise import plain_text
from .numbers import PIECE
from .pictures import LIKENESS, distance

KEPT = timedelta(days=90)
SHORTEST_REPEAT = 40


def remember(
    text: str,
    *,
    place: Place,
    author,
    opens: bool = False,
    pictures: Iterable[int] = (),
) -> None:
    """Note that `author` wrote `text` and showed `pictures`, once it was accepted.

    `opens`: the message begins a conversation. Call it in the same transaction.
    """
    TextPrint.objects.create(
        digest=text_digest(text), author=author, place=place, opens=opens
    )
    PicturePrint.objects.bulk_create(
        PicturePrint(author=author, **bands(value)) for value in pictures
    )


def text_digest(text: str) -> str:
    """Return what texts that differ by figures only share; nothing if too short."""
    words = [word for word in PIECE.findall(plain_text(text).text) if word.isalpha()]
    said = " ".join(words)
    return sha256(said.encode()).hexdigest() if len(said) >= SHORTEST_REPEAT else ""


def bands(value: int) -> dict[str, int]:
    return {
        name: value >> 16 * number & 0xFFFF
        for number, name in enumerate(PicturePrint.bands)
    }


def seen_elsewhere(picture: int, *, author=None, within: timedelta = KEPT) -> set[int]:
    """Return the accounts other than `author` that showed a picture like this one."""
    return set(likes(picture, within)) - {getattr(author, "pk", None)}


def likes(picture: int, within: timedelta) -> list[int]:
    """Return the author of each picture that looks like this one."""
    shared = Q()
    for name, value in bands(picture).items():
        shared |= Q(**{name: value})
    prints = PicturePrint.objects.filter(shared, at__gt=timezone.now() - within)
    return [
        known.author_id
        for known in prints[:2000]
        if distance(known.value, picture) <= LIKENESS
    ]


def repeats(text: str, within: timedelta) -> list[int]:
    """Return the author of each text that says the same."""
    digest = text_digest(text)
    if not digest:
        return []
    prints = TextPrint.objects.filter(digest=digest, at__gt=timezone.now() - within)
    return list(prints.values_list("author", flat=True)[:200])


def written_by(author, within: timedelta, **which) -> int:
    since = timezone.now() - within
    return TextPrint.objects.filter(author=author, at__gt=since, **which).count()


def forget_old_traces() -> None:
    """Delete what is too old to be compared with."""
    for model in (TextPrint, PicturePrint):
        model.objects.filter(at__lt=timezone.now() - KEPT).delete()
