"""How words are compared everywhere: without case, accents or ligatures."""

import re
import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
WORD = re.compile(r"[a-z0-9]+")


def folded(text: str) -> str:
    """Return `text` in plain lower-case letters: « Œufs d’été » gives "oeufs d’ete"."""
    decomposed = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def words(text: str) -> list[str]:
    """Split `text` into folded words, without punctuation or control characters."""
    return WORD.findall(folded(text))
