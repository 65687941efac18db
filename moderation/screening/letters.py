"""Characters that look like others, or that nobody sees."""

import unicodedata
from functools import cache

LOOK_ALIKES = dict(
    zip(
        # Cyrillic, then Greek, in lower and upper case.
        "авеёкмнорстухіјѕԁԛԝһҽɡӏ"
        + "АВЕЁКМНОРСТУХІЈЅԀԚԜҺ"
        + "αβεικνορτυχωγ"
        + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "abeekmhopctyxijsdqwhegl"
        + "abeekmhopctyxijsdqwh"
        + "abeiknoptuxwy"
        + "abezhikmnoptyx",
        strict=True,
    )
) | {
    "ı": "i",
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "œ": "oe",
    "Œ": "oe",
    "æ": "ae",
    "Æ": "ae",
    "ß": "ss",
    "ᴀ": "a",
    "ʙ": "b",
    "ᴄ": "c",
    "ᴅ": "d",
    "ᴇ": "e",
    "ɢ": "g",
    "ʜ": "h",
    "ɪ": "i",
    "ᴊ": "j",
    "ᴋ": "k",
    "ʟ": "l",
    "ᴍ": "m",
    "ɴ": "n",
    "ᴏ": "o",
    "ᴘ": "p",
    "ʀ": "r",
    "ꜱ": "s",
    "ᴛ": "t",
    "ᴜ": "u",
    "ᴠ": "v",
    "ᴡ": "w",
    "ʏ": "y",
    "ᴢ": "z",
    "。": ".",
    "∙": "·",
    "•": "·",
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "–": "-",
    "—": "-",
    "−": "-",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "⁄": "/",
    "∕": "/",
    "🔟": "10",
    # Blank, although Unicode calls them letters or symbols.
    "ㅤ": "",
    "ᅟ": "",
    "ᅠ": "",
    "⠀": "",
}
UNSEEN = {"Cf", "Mn", "Me", "Cn", "Co", "Cs"}
BLANK = {"Zs", "Zl", "Zp", "Cc"}
# Letters in a flag, a disc or a square: 🇨 🅒 🅲 🅰
DECORATED = ((0x1F1E6, 26), (0x1F150, 26), (0x1F170, 26), (0x1F130, 26))


@cache
def plain(character: str) -> str:
    """Return the plain lower-case characters one character stands for, if any."""
    if character in LOOK_ALIKES:
        return LOOK_ALIKES[character]
    for first, count in DECORATED:
        if first <= ord(character) < first + count:
            return chr(ord("a") + ord(character) - first)
    return "".join(map(seen, unicodedata.normalize("NFKD", character))).lower()


def seen(character: str) -> str:
    category = unicodedata.category(character)
    if category in UNSEEN:
        return ""
    if character == "\n":
        return character
    return " " if category in BLANK else LOOK_ALIKES.get(character, character)
