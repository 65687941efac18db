"""How plans read listings: only what is asked, by SQL that is written once."""

from dataclasses import dataclass, field
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import DateTimeField, Field, TextField
from django.utils import timezone
from graphql import get_named_type

from database.statements import Param, Statement
from graphql_api.enums import stored
from graphql_api.execution.columns import Placed, Undeclared, Wanted, collect
from graphql_api.execution.rows import Row
from graphql_api.execution.statements import count_statement, rows_statement
from graphql_api.execution.writers import Writer
from graphql_api.nodes import key_of
from graphql_api.pagination import MAX_COUNT, Paging
from listings.filters import ListingFilter
from listings.models import Listing

from .queries import LISTINGS, NEWEST, PAGING, asked_code
from .searches import count_holding, page_holding
from .types import ListingConnection

NEAR = ("commune", "within_km", "order_by")  # no SQL written once says those
ASKED = ("kind", "category", "search")
WORDS = ListingFilter.base_filters["search"].field


def column(name: str) -> Field:
    return cast(Field, Listing._meta.get_field(name))


@dataclass
class Feed:
    """`Query.listings`, one pair of statements for each combination of arguments."""

    resolve: Any
    wanted: Wanted
    counts: bool  # whether the total is asked
    statements: dict[tuple, tuple[Statement, Statement]] = field(default_factory=dict)

    def __call__(self, root, info, **arguments):
        if any(arguments.get(name) is not None for name in NEAR):
            return self.resolve(root, info, **arguments)
        given = {name: stored(value) for name, value in arguments.items()}
        page = {name: given.pop(name, None) for name in PAGING}
        paging = Paging(NEWEST, LISTINGS, **page)
        values = values_of(info) | asked(given) | places(paging)
        listed, count = self.statements_for(given.get("free"), paging, values)
        found = listed.run(values)
        rows = [Row(one, PLACES) for one in found]
        total = found[0][-1] if found and self.counts else None
        answer = paging.connection(
            ListingConnection,
            rows,
            lambda: count.run(values)[0][0] if total is None else total,
        )
        if "category" in values and not answer.edges:  # the form tells if it is known
            return self.resolve(root, info, **arguments)
        return answer

    def statements_for(self, free: bool | None, paging: Paging, values: dict):
        key = (free, paging.size, paging.backwards, *sorted(values))
        if key not in self.statements:
            self.statements[key] = self.written(free, paging, set(values))
        return self.statements[key]

    def written(self, free: bool | None, paging: Paging, names: set[str]):
        wanted: dict = {name: param(name) for name in ASKED if name in names}
        wanted["free"] = free
        words = wanted.pop("search", None)
        rows = ListingFilter(queryset=visible(names, live=True)).narrowed(wanted)
        bounds = {
            side: [Param(f"{side}{place}", column(one)) for place, one in enumerate(BY)]
            for side in ("after", "before")
            if f"{side}0" in names
        }
        page, size = paging.narrowed(rows, bounds), paging.size + 1
        if words is None:
            page, count = page[:size], count_statement(rows, MAX_COUNT)
        else:
            page = page_holding(words, page, paging.direction, size)
            count = count_holding(words, rows, NEWEST, MAX_COUNT)
        with_count = count if self.counts else None
        return rows_statement(page, self.wanted, with_count), count


BY = [name.lstrip("-") for name in NEWEST]
PLACES = {name: place for place, name in enumerate(BY)}
FIELDS: dict[str, Field] = {
    "now": DateTimeField(),
    "viewer": column("id"),
    "kind": column("kind"),
    "category": TextField(),
    "search": TextField(),
}


def param(name: str) -> Param:
    return Param(name, FIELDS[name])


def visible(names: set[str], live: bool):
    """Return the listings that a visitor, or the person "viewer", may read."""
    viewer = param("viewer") if "viewer" in names else AnonymousUser()
    read = Listing.objects.live_for if live else Listing.objects.visible_to
    return read(viewer, param("now"))


def values_of(info) -> dict[str, Any]:
    values: dict[str, Any] = {"now": timezone.now()}
    if info.context.user.is_authenticated:
        values["viewer"] = info.context.user.pk
    return values


def asked(given: dict) -> dict[str, Any]:
    given = given | {"search": WORDS.clean(given.get("search"))}
    return {name: given[name] for name in ASKED if given.get(name) is not None}


def places(paging: Paging) -> dict[str, Any]:
    return {
        f"{side}{place}": value
        for side, bounds in paging.bounds(Listing.objects.all()).items()
        for place, value in enumerate(bounds)
    }


def feed(compiler, definition, nodes):
    """Return how `Query.listings` is read, in full rows when it must be."""
    wanted, kind = Wanted(Listing), get_named_type(definition.type)
    wanted.add(*BY)
    edge = get_named_type(kind.fields["edges"].type)
    node = get_named_type(edge.fields["node"].type)
    selections = [
        rows
        for edges in named(compiler, kind, nodes, "edges")
        for rows in named(compiler, edge, edges, "node")
    ]
    try:
        for rows in selections:
            collect(compiler, node, rows, wanted)
    except Undeclared:
        return definition.resolve
    written(compiler, node, selections, wanted)
    counts = any(named(compiler, kind, nodes, "totalCount"))
    return Feed(definition.resolve, wanted, counts)


def written(compiler, kind, selections, wanted: Wanted) -> None:
    """Tell `compiler` how rows of `wanted` are written in each of the selections."""
    writer, places = Writer(compiler), Placed.of(wanted)
    for nodes in selections:
        compiler.of_rows[id(nodes[0])] = writer.object(kind, nodes, places)


def selected(compiler, definition, nodes) -> Wanted | None:
    """Return what the selection of a field reads; None when it takes full rows."""
    wanted, kind = Wanted(Listing), get_named_type(definition.type)
    try:
        collect(compiler, kind, nodes, wanted)
    except Undeclared:
        return None
    written(compiler, kind, [nodes], wanted)
    return wanted


def named(compiler, kind, nodes, name: str):
    """Yield the selections of the field `name` below `nodes`."""
    for inner in compiler.below(kind, nodes).values():
        if inner[0].name.value == name:
            yield inner


@dataclass
class One:
    """`Query.listing`, one statement for each way to name a listing."""

    resolve: Any
    wanted: Wanted
    statements: dict[tuple, Statement] = field(default_factory=dict)

    def __call__(self, root, info, id=None, code=None):
        if (id is None) == (code is None):
            return self.resolve(root, info, id=id, code=code)
        name = "code" if id is None else "public_id"
        value = asked_code(code) if id is None else key_of(id, "Listing")
        values = values_of(info) | {name: value}
        key = tuple(values)
        if key not in self.statements:
            rows = visible(set(values), live=False)
            rows = rows.filter(**{name: Param(name, column(name))}).order_by()
            self.statements[key] = rows_statement(rows, self.wanted)
        found = self.statements[key].run(values)
        return Row(found[0], {}) if found else None


def one(compiler, definition, nodes):
    """Return how `Query.listing` is read, in full rows when it must be."""
    wanted = selected(compiler, definition, nodes)
    return One(definition.resolve, wanted) if wanted else definition.resolve


@dataclass
class Latest:
    """`ListingsBlock.listings`, one statement for each shape of a block."""

    wanted: Wanted
    statements: dict[tuple, Statement] = field(default_factory=dict)

    def __call__(self, block, info):
        """Return the rows of a block; blocks that ask the same share them."""
        shown = {name: block.value.get(name) for name in ("kind", "category", "count")}
        known = vars(info.context).setdefault("_latest_rows", {})
        asked = (id(self), *shown.values())
        if asked not in known:
            known[asked] = self.rows(info, shown.pop("count"), shown)
        return known[asked]

    def rows(self, info, most: int, shown: dict[str, str | None]) -> list[Row]:
        given = {name: value for name, value in shown.items() if value}
        values = values_of(info) | given
        key = (most, *values)
        if key not in self.statements:
            viewer = param("viewer") if "viewer" in values else AnonymousUser()
            asked = {name: param(name) for name in given}
            rows = Listing.objects.latest_for(viewer, now=param("now"), **asked)
            self.statements[key] = rows_statement(rows[:most], self.wanted)
        return [Row(row, {}) for row in self.statements[key].run(values)]


def latest(compiler, definition, nodes):
    """Return how the listings of a block are read, in full rows when they must be."""
    wanted = selected(compiler, definition, nodes)
    return Latest(wanted) if wanted else definition.resolve


SOURCES = {
    ("Query", "listings"): feed,
    ("Query", "listing"): one,
    ("ListingsBlock", "listings"): latest,
}
