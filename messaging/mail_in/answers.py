"""What a sending server is told: the same words in the dialogue and from the pipe."""

import os
from dataclasses import dataclass
from unicodedata import normalize

from django.utils.translation import gettext as _

TYPED = str.maketrans({"’": "'", "«": '"', "»": '"', "…": "...", "–": "-", "œ": "oe"})
LONGEST = 400  # characters: a line of the dialogue has 512
EXIT_CODES = {
    "5.1.1": os.EX_NOUSER,
    "5.7.1": os.EX_NOPERM,
    "5.6.0": os.EX_DATAERR,
    "4.3.0": os.EX_TEMPFAIL,
}


@dataclass(frozen=True)
class Answer:
    """A reply of SMTP (RFC 5321) with its enhanced status (RFC 3463)."""

    code: int
    status: str
    words: str

    def __str__(self) -> str:
        return f"{self.code} {self.said}"

    @property
    def said(self) -> str:
        """Return the words that every server can pass on, after their status."""
        plain = normalize("NFKD", self.words.translate(TYPED)).encode("ascii", "ignore")
        return f"{self.status} {' '.join(plain.decode().split())}"[:LONGEST]

    @property
    def exit_code(self) -> int:
        """Return what a program that mail is piped to ends with (sysexits.h)."""
        return EXIT_CODES.get(self.status, os.EX_OK)


def taken() -> Answer:
    return Answer(250, "2.0.0", "OK")


def wrong_address(why: str) -> Answer:
    return Answer(550, "5.1.1", why)


def refused(why: str) -> Answer:
    return Answer(550, "5.7.1", why)


def unreadable() -> Answer:
    return Answer(554, "5.6.0", _("Ce courriel ne peut pas être lu."))


def try_later() -> Answer:
    return Answer(451, "4.3.0", _("Le service est momentanément indisponible."))
