"""A rule made ready to be asked many times."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fnmatch import translate

from django.utils.translation import gettext as _

from moderation.models.rules import Rule, RuleKind, lines

from .contacts import Contact, ContactKind
from .index import Starts
from .normalise import Reading
from .patterns import BadPattern, Pattern, parse
from .rates import Rate, parse_rate

AMOUNT_FIRST = re.compile(r"(\d{1,6}) ?€ ?: ?(.+)")
AMOUNT = re.compile(r"(\d{1,3}(?:[ .]\d{3})+|\d{1,7})(?:[.,]\d\d)? ?(?:€|euros?\b|e\b)")
NUMBERED = "#.#.#.#"  # a site without a name
SITE = re.compile(r"[a-z0-9*?-]+(?:\.[a-z0-9*?-]+)+|\*[a-z0-9*?-]+\*")


@dataclass(slots=True)
class Compiled:
    """`wanted` holds lists of patterns that must all be there; `least` an amount."""

    rule: Rule
    wanted: list[tuple[Pattern, ...]] = field(default_factory=list)
    least: list[int] = field(default_factory=list)
    excepted: list[Pattern] = field(default_factory=list)
    contacts: frozenset[str] = frozenset()
    sites: list[re.Pattern[str]] = field(default_factory=list)
    trusted: list[re.Pattern[str]] = field(default_factory=list)
    rates: list[Rate] = field(default_factory=list)

    @property
    def patterns(self) -> Iterator[Pattern]:
        for line in self.wanted:
            yield from line
        yield from self.excepted

    def words_found(self, reading: Reading, starts: Starts) -> str | None:
        """Return the words of the first line that matches, outside exceptions."""
        hidden: frozenset[int] | None = None
        for number, line in enumerate(self.wanted):
            if any(pattern not in starts for pattern in line):
                continue
            if hidden is None:
                hidden = self.hidden(reading, starts)
            spans = [span(pattern, reading, starts, hidden) for pattern in line]
            found = [one for one in spans if one]
            if len(found) == len(spans) and self.is_enough(number, reading):
                return reading.quote(*found[0])
        return None

    def hidden(self, reading: Reading, starts: Starts) -> frozenset[int]:
        return frozenset(
            node
            for pattern in self.excepted
            for start in starts.get(pattern, ())
            for node in range(start, max(pattern.ends(reading, start)))
        )

    def is_enough(self, number: int, reading: Reading) -> bool:
        if not self.least:
            return True
        amounts = AMOUNT.findall(reading.plain.text)
        least = self.least[number]
        return any(Decimal(re.sub(r"\D", "", one)) >= least for one in amounts)

    def contact_found(self, contacts: list[Contact]) -> str | None:
        for contact in contacts:
            is_web = contact.kind in (ContactKind.LINK, ContactKind.MAIL)
            if is_web and any(site.match(contact.host) for site in self.trusted):
                continue
            if contact.kind in self.contacts:
                return contact.words
            if is_web and any(site.match(contact.host) for site in self.sites):
                return contact.words
        return None


def span(pattern, reading, starts, hidden) -> tuple[int, int] | None:
    for start in starts[pattern]:
        if ends := pattern.ends(reading, start, hidden):
            return start, min(ends)
    return None


def compiled(rule: Rule) -> Compiled:
    """Raise `BadPattern` with the line that cannot be read."""
    ready = Compiled(rule)
    for line in lines(rule.patterns):
        told(line, READERS[RuleKind(rule.kind)], ready)
    is_web = rule.kind in (RuleKind.DOMAIN, RuleKind.CONTACT)
    for line in lines(rule.exceptions):
        told(line, read_trusted if is_web else read_exception, ready)
    return ready


def told(line: str, reader: Callable[[str, Compiled], None], ready: Compiled) -> None:
    try:
        reader(line, ready)
    except BadPattern as error:
        raise BadPattern(f"«\u00a0{line}\u00a0»\u00a0: {error}") from error


def read_words(line: str, ready: Compiled) -> None:
    ready.wanted.append(parse(line, stems=ready.rule.kind == RuleKind.STEMS))


def read_money(line: str, ready: Compiled) -> None:
    found = AMOUNT_FIRST.fullmatch(line)
    if not found:
        raise BadPattern(
            _("Commencez par une somme\u00a0: «\u00a050 €\u00a0: acompte\u00a0».")
        )
    ready.wanted.append(parse(found[2]))
    ready.least.append(int(found[1]))


def read_exception(line: str, ready: Compiled) -> None:
    ready.excepted += parse(line)


def read_contact(line: str, ready: Compiled) -> None:
    known = {kind.value for kind in ContactKind}
    if line.lower() not in known:
        raise BadPattern(_("Choisissez parmi\u00a0: %s.") % ", ".join(sorted(known)))
    ready.contacts |= {line.lower()}


def read_site(line: str, ready: Compiled) -> None:
    ready.sites.append(site(line))


def read_trusted(line: str, ready: Compiled) -> None:
    ready.trusted.append(site(line))


def site(line: str) -> re.Pattern[str]:
    """Return what a name and everything before it matches: `nievre.fr`, `*relay*`."""
    name = line.lower()
    if name == NUMBERED:
        return re.compile(r"(?:\d{1,3}\.){3}\d{1,3}")
    if not SITE.fullmatch(name) or name.count("*") > 3:
        raise BadPattern(_("Écrivez un nom de site\u00a0: exemple.fr ou *exemple*."))
    own = translate(name)
    return re.compile(own if "*" in name else rf"(?:.{{0,100}}\.)?{own}")


def read_rate(line: str, ready: Compiled) -> None:
    ready.rates.append(parse_rate(line, ready.rule.kind))


READERS: dict[RuleKind, Callable[[str, Compiled], None]] = {
    RuleKind.WORDS: read_words,
    RuleKind.STEMS: read_words,
    RuleKind.MONEY: read_money,
    RuleKind.CONTACT: read_contact,
    RuleKind.DOMAIN: read_site,
    RuleKind.RATE: read_rate,
    RuleKind.REPEAT: read_rate,
    RuleKind.PICTURE: read_rate,
}
