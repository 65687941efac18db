"""What misspelt words keep: « cigaretes », « fisique », « carrabine »."""

import re

# Shorter words differ by such letters alone: « cane » and « canne ».
SHORTEST_MISSPELT = 6
TWICE = re.compile(r"([a-z])\1")
SOUNDS = (
    ("ph", "f"),
    ("qu", "k"),
    ("ck", "k"),
    ("th", "t"),
    ("eau", "o"),
    ("au", "o"),
    ("y", "i"),
    ("z", "s"),
)


def skeleton(word: str) -> str:
    """Return what French spellings of the same sounds have in common."""
    word = TWICE.sub(r"\1", word)
    for written, heard in SOUNDS:
        word = word.replace(written, heard)
    return word
