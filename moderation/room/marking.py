"""Shows in a text the words that a rule found, whatever their case and accents."""

import unicodedata

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def folded(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", letter).casefold()
    return "".join(part for part in plain if not unicodedata.combining(part))


def fold(text: str) -> tuple[str, list[int]]:
    """Return `text` without case and accents, and where each letter came from."""
    letters = [(part, at) for at, one in enumerate(text) for part in folded(one)]
    return "".join(part for part, _at in letters), [at for _part, at in letters]


def places(text: str, wanted: list[str]) -> list[tuple[int, int]]:
    """Return where `wanted` words are in `text`, in order, without overlaps."""
    plain, origin = fold(text)
    found: list[tuple[int, int]] = []
    for words in filter(None, (fold(one.strip())[0] for one in wanted)):
        start = plain.find(words)
        while start >= 0:
            found.append((origin[start], origin[start + len(words) - 1] + 1))
            start = plain.find(words, start + len(words))
    return merged(sorted(found))


def merged(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    apart: list[tuple[int, int]] = []
    for start, end in found:
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def mark(text: str, wanted: list[str]) -> SafeString:
    """Return `text` escaped, with `wanted` words between `<mark>` tags."""
    pieces, last = [], 0
    for start, end in places(text, wanted):
        pieces.append(
            format_html("{}<mark>{}</mark>", text[last:start], text[start:end])
        )
        last = end
    pieces.append(format_html("{}", text[last:]))
    return mark_safe("".join(pieces))
