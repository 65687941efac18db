"""What a person wrote in a mail, without what the mail quotes and how it is signed.

mail-parser-reply finds where the mail that is answered begins; the rules below find
it where it does not. Words are only cut where a program put them: a closing formula or
a name that somebody typed is theirs, and stays.
"""

import re
from unicodedata import normalize

from mailparser_reply.parser import EmailMessage

# What the library is given of a mail: its patterns are slow on lines made for that.
LIBRARY_LINES, LIBRARY_WIDTH = 200, 200

LABELS = (
    r"\*?(De|From|Expéditeur|Envoyée?(?: le)?|Sent|Date|[ÀA]|To|Cc|Copie(?: à)?"
    r"|Objet|Subject|Sujet) ?\*? ?:"
)
LABEL = re.compile(LABELS, re.I)
FIRST_LABEL = re.compile(r"\*?(De|From|Expéditeur|Envoyée?(?: le)?|Date) ?\*? ?:", re.I)
LAST_LABELS = {"objet", "subject", "sujet"}
MOST_HEADERS = 10  # lines

TITLE = re.compile(
    r"-{2,} ?(Message d['’]origine|Message (original|initial|transféré)"
    r"|(Mail|Courriel|E-mail) (original|transféré)|Original Message"
    r"|Forwarded message) ?-{2,}"
    r"|Message du \d\d/\d\d/\d{2,4}|Début du message (réexpédié|transféré) ?:",
    re.I,
)
WROTE = re.compile(r"(^|[ >])a écrit ?:(?P<rest>.*)$", re.I)
DATED = re.compile(r"\d{4}|\d{1,2}[:h]\d{2}|@")

LETTERHEAD_LINES = 20  # at most, blank ones and the closing formula included
DELIMITER = re.compile(r"(--|—|__)$")
RULE = re.compile(r"[_=*-]{10,}$")
PROGRAM = re.compile(
    r"((Envoyée?|Sent) (de|du|depuis|à partir de|avec|par|via|from|with) "
    r"(mon |ma |my |un |une |l['’])?(\w+ ){0,3}?"
    r"(iPhone|iPad|Mac|Outlook|Yahoo|Proton|Samsung|smartphone|mobile|téléphone|tablette"
    r"|appareil|Android|Windows|Gmail|Mail|Orange|SFR|Free|Bouygues|Bbox|Laposte"
    r"|La Poste|Thunderbird|Huawei|Xiaomi)\b.{0,90}"
    r"|(Télécharger|Obtenir|Get) Outlook (pour|for) .{0,60}"
    r"|Provenance : Courrier pour Windows.{0,20})$",
    re.I,
)
FOOTER = re.compile(
    r"((Garanti )?sans virus\b.{0,40}$|L['’]absence de virus dans ce courrier"
    r"|(Cet e-mail|Ce courriel|Ce message) a été (vérifié|analysé) par"
    r"|Ce (message|courriel|mail)\b.{0,20} (et|ainsi que) .{0,20}pièces? jointe"
    r"|Avant d['’]imprimer)",
    re.I,
)
CLOSING = re.compile(
    r"((bien |très )?cordialement|(cordiales |meilleures )?salutations"
    r"|(bien|sincèrement) à vous|respectueusement|(bien )?amicalement"
    r"|bonne (journée|soirée|réception))\b.{0,20}$",
    re.I,
)
CONTACT = re.compile(
    r"((tél|tel|port|mob|fax|fixe)\w*\.? ?:? ?)?\+?[\d .()/-]{9,}$"
    r"|\S+@\S+\.\S+$|(https?://|www\.)\S+$|\d{5} \w"
    r"|\d+( ?(bis|ter))?,? (rue|route|place|avenue|chemin|impasse|allée|boulevard)\b",
    re.I,
)


def own_words(text: str) -> str:
    """Return what the sender wrote, above, below or between what they quote."""
    lines = tidy(text).split("\n")
    top, length = quote_top(lines)
    above, below = lines[:top], lines[top + length :]
    if not starts_quoted(below):  # where the quote would end, nothing tells
        below = []
    written = [unsigned(unquoted(part)) for part in (above, below)]
    return tidy("\n\n".join("\n".join(part) for part in written))


def tidy(text: str) -> str:
    """Return the lines without white space around, and no two blank ones together."""
    text = normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = "\n".join(line.strip() for line in text.replace("\xa0", " ").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")


# --- What is quoted -------------------------------------------------------------------


def quote_top(lines: list[str]) -> tuple[int, int]:
    """Return at which line the mail that is answered begins, and how long it says so.

    Without any such mail, it begins after the last line.
    """
    found = [(len(lines), 0), *library_top(lines), *own_top(lines)]
    return min(found, key=lambda top: (top[0], -top[1]))


def library_top(lines: list[str]) -> list[tuple[int, int]]:
    """Ask mail-parser-reply; what it finds without a date or an address is no mail."""
    text = "\n".join(line[:LIBRARY_WIDTH] for line in lines[:LIBRARY_LINES])
    patterns = EmailMessage("", languages=["fr", "en"]).HEADER_REGEX
    for match in patterns.finditer(text):
        words = match.group().strip("\n")
        if DATED.search(words):
            begin = match.start() + match.group().index(words)
            return [(text.count("\n", 0, begin), words.count("\n") + 1)]
    return []


def own_top(lines: list[str]) -> list[tuple[int, int]]:
    bare = [line.lstrip("> *") for line in lines]
    for at in range(len(bare)):
        if length := attribution(bare, at) or headers(bare, at) or title(bare, at):
            return [(at, length)]
    return []


def attribution(bare: list[str], at: int) -> int:
    """Count the lines of « Le lun. 3 mars 2025 à 10:12, X <…> a écrit : »."""
    if not re.match(r"Le .{0,40}\d", bare[at]):
        return 0
    for length in (1, 2, 3):
        words = " ".join(line[:300] for line in bare[at : at + length])
        said = WROTE.search(words) if "crit" in words else None
        if said and DATED.search(words, 0, said.start()):
            # Yahoo goes on in the same line; people who tell a story do, too.
            alone = not said["rest"].strip() or "@" in words[: said.start()]
            return length if alone else 0
    return 0


def headers(bare: list[str], at: int) -> int:
    """Count the lines of « De : … Envoyé : … À : … Objet : … »."""
    if not FIRST_LABEL.match(bare[at]):
        return 0
    labels = set()
    for length, line in enumerate(bare[at : at + MOST_HEADERS], start=1):
        if label := LABEL.match(line):
            labels.add(label[1].lower())
            if labels & LAST_LABELS and len(labels) > 2:
                return length
    return 0


def title(bare: list[str], at: int) -> int:
    return 1 if TITLE.match(bare[at]) else 0


def starts_quoted(lines: list[str]) -> bool:
    return next((line for line in lines if line), "").startswith(">")


def unquoted(lines: list[str]) -> list[str]:
    """Return the lines that are not quoted, those on two sides of a quote apart."""
    return ["" if line.startswith(">") else line for line in lines]


# --- How it is signed -----------------------------------------------------------------


def unsigned(lines: list[str]) -> list[str]:
    """Return the lines without what a program or a letterhead adds below."""
    lines = [line for line in lines if not PROGRAM.match(line)]
    for at, line in enumerate(lines):
        if DELIMITER.match(line) or FOOTER.match(line):
            lines = lines[:at]
            break
    return without_contacts(without_rules(lines))


def without_rules(lines: list[str]) -> list[str]:
    """Drop the lines drawn at the end, and what is blank around them."""
    while lines and (not lines[-1] or RULE.match(lines[-1])):
        lines = lines[:-1]
    return lines


def without_contacts(lines: list[str]) -> list[str]:
    """Cut a letterhead: below a closing formula and a name, an address or a number."""
    start = max(0, len(lines) - LETTERHEAD_LINES)
    for at, line in enumerate(lines[start:], start):
        below = [n for n in range(at + 1, len(lines)) if lines[n]]
        if CLOSING.match(line) and is_letterhead([lines[n] for n in below[1:]]):
            return lines[: below[0] + 1]
    return lines


def is_letterhead(lines: list[str]) -> bool:
    short = all(len(line) <= 60 for line in lines)
    return short and any(CONTACT.match(line) for line in lines)
