"""A rule made ready to be asked many times."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fnmatch import translate

from django.utils.translation import gettext as _

from moderation.models.rules import Rule, RuleKind, lines

from .contacts import Contact, ContactKind
from .index import Found
from .normalise import Reading
from .patterns import LIST, BadPattern, Pattern, lists_of, parse
from .rates import Rate, parse_rate

AMOUNT_FIRST = re.compile(r"(\d{1,6}) ?€ ?: ?(.+)")
AMOUNT = re.compile(r"(\d{1,3}(?:[ .]\d{3})+|\d{1,7})(?:[.,]\d\d)? ?(?:€|euros?\b|e\b)")
NUMBERED = "#.#.#.#"  # a site without a name
SITE = re.compile(r"[a-z0-9*?-]+(?:\.[a-z0-9*?-]+)+|\*[a-z0-9*?-]+\*")


@dataclass(slots=True)
class Compiled:
    """`wanted` holds lists of patterns that must all be there; `least` an amount."""

    rule: Rule
    lists: dict[str, str]
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

    def words_found(self, reading: Reading, found: Found) -> str | None:
        """Return the words of the first line that matches, outside exceptions."""
        hidden: int | None = None
        for number, line in enumerate(self.wanted):
            if any(pattern not in found.starts for pattern in line):
                continue
            if hidden is None:
                hidden = self.hidden(found)
            spans = [next(found.spans(pattern, hidden), None) for pattern in line]
            if spans[0] and all(spans) and self.is_enough(number, reading):
                start, ends = spans[0]
                return reading.quote(start, first_of(ends))
        return None

    def hidden(self, found: Found) -> int:
        """Return the nodes that exceptions cover."""
        nodes = 0
        for pattern in self.excepted:
            for start, ends in found.spans(pattern):
                last = ends.bit_length() - 1
                nodes |= (1 << last) - (1 << start)
        return nodes

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


def first_of(nodes: int) -> int:
    return (nodes & -nodes).bit_length() - 1


def compiled(rule: Rule) -> Compiled:
    """Raise `BadPattern` with the line that cannot be read."""
    ready = Compiled(rule, lists_of(lines(rule.patterns)))
    is_web = rule.kind in (RuleKind.DOMAIN, RuleKind.CONTACT)
    for line in lines(rule.patterns):
        if not LIST.fullmatch(line):
            told(line, READERS[RuleKind(rule.kind)], ready)
    for line in lines(rule.exceptions):
        told(line, read_trusted if is_web else read_exception, ready)
    return ready


def told(line: str, reader: Callable[[str, Compiled], None], ready: Compiled) -> None:
    try:
        reader(line, ready)
    except BadPattern as error:
        raise BadPattern(f"«\u00a0{line}\u00a0»\u00a0: {error}") from error


def read_words(line: str, ready: Compiled) -> None:
    stems = ready.rule.kind == RuleKind.STEMS
    ready.wanted += parse(line, ready.lists, stems)


def read_money(line: str, ready: Compiled) -> None:
    found = AMOUNT_FIRST.fullmatch(line)
    if not found:
        raise BadPattern(
            _("Commencez par une somme\u00a0: «\u00a050 €\u00a0: acompte\u00a0».")
        )
    either = parse(found[2], ready.lists)
    ready.wanted += either
    ready.least += [int(found[1])] * len(either)


def read_exception(line: str, ready: Compiled) -> None:
    for group in parse(line, ready.lists):
        ready.excepted += group


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
