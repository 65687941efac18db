"""Ways to reach somebody elsewhere: numbers, addresses, links, in their disguises."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .normalise import Plain, plain_text, shortened
from .numbers import Chunk, runs


class ContactKind(StrEnum):
    PHONE = "téléphone"
    MAIL = "courriel"
    LINK = "adresse web"
    HANDLE = "pseudo"
    ACCOUNT = "compte bancaire"


@dataclass(frozen=True, slots=True)
class Contact:
    kind: ContactKind
    value: str
    words: str

    @property
    def host(self) -> str:
        """The site a link or an address leads to, without `www.`."""
        host = self.value.rpartition("@")[2].partition("://")[2] or self.value
        host = re.split(r"[/?#:]", host.rpartition("@")[2], maxsplit=1)[0]
        return host.removeprefix("www.")


# Ends of names that are no French word, and those that need more to be a link.
SURE = (
    "com|fr|net|org|eu|info|shop|xyz|top|online|site|store|website|club|live|link|click|"
    "app|dev|icu|buzz|biz|pro|ru|cn|uk|nl|pl|pw|tk|ml|cf|gq|ga|ws|cc|co|io|ly|gg|vip|"
    "work|space|fun|tech|cloud|email|agency|services|support|page|web|bzh|paris|asso"
)
DOUBTFUL = "me|de|es|be|ch|ci|la|ma|sa|se|tu|au|ai|no|so|to|in|is|it|us|do|et|sn|bj|gl"
# A word before the end of a name, said aloud: « au point info » is a place.
SAID = r"com|fr|net|org|eu|shop|xyz|top|online|site|store|app|io|ly|ru"
OPEN, CLOSE = r"[(\[{<«\"]\s?", r"\s?[)\]}>»\"]"
# Each disguise, with what one of must be in the text for it to be worth looking for.
UNVEILED = [
    (needles.split(), re.compile(pattern), by)
    for needles, pattern, by in (
        ("% &", r"%2e|&#0*46;|&#x0*2e;|&period;", "."),
        ("% &", r"%40|&#0*64;|&#x0*40;|&commat;", "@"),
        ("% &", r"%2f|&#0*47;|&#x0*2f;|&sol;", "/"),
        ("% &", r"%3a|&#0*58;|&#x0*3a;|&colon;", ":"),
        (
            "/ \\",
            r"\b(?:hxxp|h[*_t]{2}p|htp|http|h t t p)(s?)\s?"
            r"(?:\[:\]|:)\s?[/\\]\s?[/\\]\s?",
            r"http\1://",
        ),
        (
            '( [ { < « "',
            r"\s{0,3}" + OPEN + r"(?:dot|point|pt|\.|,)" + CLOSE + r"\s{0,3}",
            ".",
        ),
        (
            '( [ { < « "',
            r"\s{0,3}" + OPEN + r"(?:at|a|arr?obase?|chez|@)" + CLOSE + r"\s{0,3}",
            "@",
        ),
        (
            "at arobas arrobas",
            r"(?<=[a-z0-9])\s?[-_*]\s?(?:arr?obas[e]?|at)\s?[-_*]\s?(?=[a-z0-9])",
            "@",
        ),
        (
            "dot point",
            r"(?<=[a-z0-9])\s?[-_*]\s?(?:dot|point)\s?[-_*]\s?(?=[a-z0-9])",
            ".",
        ),
        (
            "arobas arrobas at",
            r"(?<=[a-z0-9])\s(?:arr?obase?|at)\s(?=[a-z0-9])",
            "@",
        ),
        ("@", r"(?<=[a-z0-9])\s@\s(?=[a-z0-9])", "@"),
        (
            "point pt",
            rf"(?<!\bau)(?<!\ble)(?<!\bun)(?<=[a-z0-9])\s(?:point|pt)\s(?=(?:{SAID})\b)",
            ".",
        ),
        ("dot", rf"(?<=[a-z0-9])\s(?:dot)\s(?=(?:{SURE}|{DOUBTFUL})\b)", "."),
        (".", rf"(?<=[a-z0-9])\s\.\s?(?=(?:{SURE})\b)", "."),
        (".", r"(?<=[a-z0-9])\.\s(?=(?:com|fr|net|org)\b)", "."),
        ("· | ,", rf"(?<=[a-z0-9])\s?[·|,]\s?(?=(?:{SAID})\b)", "."),
        ("slash", r"\s(?:slash)\s", "/"),
        (
            "w",
            r"\b(?:w\s?w\s?w|3w|trois w)\s?(?:\.|point|dot|\s)\s?"
            r"(?=[a-z0-9-]{2,60}\s?\.)",
            "www.",
        ),
        ("www", r"\bwww\s([a-z0-9-]{2,60})\s(?=(?:com|fr|net|org)\b)", r"www.\1."),
    )
]
SPELLED = re.compile(r"(?<![a-z0-9])[a-z0-9](?: ?[.@/:-]? ?[a-z0-9](?![a-z0-9])){4,60}")
LABEL = r"[a-z0-9-]{1,63}"
BEFORE = r"(?<![a-z0-9._%+-])"
MAIL = re.compile(
    rf"{BEFORE}[a-z0-9][a-z0-9._%+-]{{0,63}}@(?:{LABEL}\.){{1,4}}[a-z]{{2,12}}(?![a-z0-9])"
)
PROVIDERS = "gmail|hotmail|outlook|yahoo|wanadoo|laposte|orange|protonmail|icloud"
MAIL_UNFINISHED = re.compile(
    rf"{BEFORE}[a-z0-9][a-z0-9._%+-]{{0,63}}@(?:{PROVIDERS})\b"
    rf"|{BEFORE}[a-z0-9][a-z0-9._%+-]{{1,63}}\s(?:chez|sur)\s(?:{PROVIDERS})\.(?:com|fr|net)\b"
)
SCHEME = re.compile(r"(?:https?|ftp)://[^\s<>\"«»]{3,300}")
ADDRESS = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?::\d{2,5})?/[^\s]{0,200}")
BARE = re.compile(
    rf"(?<![a-z0-9@.-])(?:{LABEL}\.){{1,4}}(?:{SURE})(?![a-z0-9@-])(?:[/?#][^\s<>\"«»]{{0,200}})?"
)
WITH_MORE = re.compile(
    rf"(?<![a-z0-9@.-])(?:www\.(?:{LABEL}\.){{1,3}}[a-z]{{2,12}}(?![a-z0-9])[^\s<>\"«»]{{0,200}}"
    rf"|(?:{LABEL}\.){{1,3}}(?:{DOUBTFUL})/[^\s<>\"«»]{{1,200}})"
)
HANDLE = re.compile(r"(?<![\w.@])@[a-z0-9_.]{3,30}(?![\w@])")
FRENCH_PHONE = re.compile(r"(?:0|33|330|0033|00330)[1-9]\d{8}")
FOREIGN_PHONE = re.compile(r"(?:00)?[1-9]\d{9,13}")
DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d")
IBAN = re.compile(
    r"(?<![a-z0-9])[a-z]{2}\d\d(?:[ .-]?[a-z0-9]{4}){3,7}"
    r"(?:[ .-]?[a-z0-9]{1,3})?(?![a-z0-9])"
)


def contacts(text: str, plain: Plain | None = None) -> list[Contact]:
    """Return every way to reach somebody that `text` gives, as it was written."""
    plain = plain or plain_text(text)
    clear = unveiled(plain)
    found = list(links_and_mails(text, clear))
    found += phones(text, plain)
    found += accounts(text, plain)
    return list(dict.fromkeys(found))


def unveiled(plain: Plain) -> Plain:
    if SPELLED.search(plain.text):
        plain = together(plain)
    for needles, pattern, by in UNVEILED:
        if any(needle in plain.text for needle in needles):
            plain = plain.replaced(pattern, by)
    return plain


def together(plain: Plain) -> Plain:
    """Close up what is written letter by letter: « b i t . l y »."""
    kept = set(range(len(plain.text)))
    for found in SPELLED.finditer(plain.text):
        if not found[0].replace(" ", "").isdigit():
            kept -= {n for n in range(*found.span()) if plain.text[n] == " "}
    numbers = sorted(kept)
    return Plain(
        "".join(plain.text[n] for n in numbers), [plain.places[n] for n in numbers]
    )


ENDED = re.compile(rf"\.(?:{SURE})(?![a-z0-9@-])")
# Each with what must be in the text for it to be worth looking for.
REACHED = [
    (ContactKind.LINK, SCHEME, re.compile("://")),
    (ContactKind.MAIL, MAIL, re.compile("@")),
    (ContactKind.MAIL, MAIL_UNFINISHED, re.compile(PROVIDERS)),
    (ContactKind.LINK, ADDRESS, re.compile("/")),
    (ContactKind.LINK, WITH_MORE, re.compile(r"/|www\.")),
    (ContactKind.LINK, BARE, ENDED),
    (ContactKind.HANDLE, HANDLE, re.compile("@")),
]


def links_and_mails(text: str, plain: Plain) -> Iterator[Contact]:
    taken: set[int] = set()
    for kind, pattern, hint in REACHED:
        if not hint.search(plain.text):
            continue
        for found in pattern.finditer(plain.text):
            if taken.isdisjoint(range(*found.span())):
                taken.update(range(*found.span()))
                value = found[0].rstrip(".,;:!?)]}'")
                yield Contact(kind, value, quoted(text, plain, *found.span()))


def quoted(text: str, plain: Plain, start: int, end: int) -> str:
    return shortened(text[plain.places[start] : plain.places[end - 1] + 1])


def phones(text: str, plain: Plain) -> Iterator[Contact]:
    for run in runs(plain):
        for first in range(len(run)):
            last = phone_from(plain, run, first)
            if last is not None:
                start, end = run[first].start, run[last].end
                figures = "".join(chunk.figures for chunk in run[first : last + 1])
                words = quoted(text, plain, start, end)
                yield Contact(ContactKind.PHONE, figures, words)
                break


def phone_from(plain: Plain, run: list[Chunk], first: int) -> int | None:
    """Return the last chunk of the number that starts with the chunk `first`."""
    if DATE.match(plain.text, run[first].start):
        return None
    abroad = plain.text[: run[first].start].endswith(("+", "+(", "(+"))
    figures = ""
    for last in range(first, min(first + 14, len(run))):
        figures += run[last].figures
        if FRENCH_PHONE.fullmatch(figures) or (
            abroad and FOREIGN_PHONE.fullmatch(figures)
        ):
            return last
    return None


def accounts(text: str, plain: Plain) -> Iterator[Contact]:
    """Yield the numbers of bank accounts and cards whose check digits are right."""
    for found in IBAN.finditer(plain.text):
        value = re.sub(r"[ .-]", "", found[0])
        if is_iban(value):
            words = quoted(text, plain, *found.span())
            yield Contact(ContactKind.ACCOUNT, value, words)
    for found in re.finditer(r"(?<!\d)\d{4}(?:[ .-]?\d{4}){3}(?!\d)", plain.text):
        value = re.sub(r"\D", "", found[0])
        if is_card(value):
            words = quoted(text, plain, *found.span())
            yield Contact(ContactKind.ACCOUNT, value, words)


def is_iban(value: str) -> bool:
    return int("".join(str(int(c, 36)) for c in value[4:] + value[:4])) % 97 == 1


def is_card(value: str) -> bool:
    doubled = [sum(divmod(int(figure) * 2, 10)) for figure in value[::2]]
    return (sum(doubled) + sum(map(int, value[1::2]))) % 10 == 0
