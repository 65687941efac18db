"""How plans read listings: only what is asked, by SQL that is written once."""

from dataclasses import dataclass, field
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import DateTimeField, Field, TextField
from django.utils import timezone
from graphql import get_named_type

from graphql_api.enums import stored
from graphql_api.execution.columns import Undeclared, Wanted, collect
from graphql_api.execution.statements import (
    Param,
    RowsStatement,
    Statement,
    count_statement,
)
from graphql_api.nodes import key_of
from graphql_api.pagination import MAX_COUNT, Paging
from listings.filters import ListingFilter
from listings.models import Listing

from .queries import LISTINGS, NEWEST, PAGING, asked_code
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
    statements: dict[tuple, tuple[RowsStatement, Statement]] = field(
        default_factory=dict
    )

    def __call__(self, root, info, **arguments):
        if any(arguments.get(name) is not None for name in NEAR):
            return self.resolve(root, info, **arguments)
        given = {name: stored(value) for name, value in arguments.items()}
        page = {name: given.pop(name, None) for name in PAGING}
        paging = Paging(NEWEST, LISTINGS, **page)
        values = values_of(info) | asked(given) | places(paging)
        rows, count = self.statements_for(given.get("free"), paging, values)
        answer = paging.connection(
            ListingConnection, rows.run(values), lambda: count.run(values)[0][0]
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
        live = visible(names, live=True)
        rows = ListingFilter(queryset=live).narrowed(wanted)
        counted = ListingFilter(queryset=live, counting=True).narrowed(wanted)
        bounds = {
            side: [Param(f"{side}{place}", column(one)) for place, one in enumerate(BY)]
            for side in ("after", "before")
            if f"{side}0" in names
        }
        page = paging.narrowed(rows, bounds)[: paging.size + 1]
        return RowsStatement.of(page, self.wanted), count_statement(counted, MAX_COUNT)


BY = [name.lstrip("-") for name in NEWEST]
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
    rows = Listing.objects.visible_to(viewer, param("now"))
    return rows.live(param("now")) if live else rows


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
    wanted = Wanted(Listing)
    wanted.add(*BY)
    try:
        for edges in named(compiler, get_named_type(definition.type), nodes, "edges"):
            edge = get_named_type(definition.type).fields["edges"].type
            for rows in named(compiler, get_named_type(edge), edges, "node"):
                node = get_named_type(edge).fields["node"].type
                collect(compiler, get_named_type(node), rows, wanted)
    except Undeclared:
        return definition.resolve
    return Feed(definition.resolve, wanted)


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
    statements: dict[tuple, RowsStatement] = field(default_factory=dict)

    def __call__(self, root, info, id=None, code=None):
        if (id is None) == (code is None):
            return self.resolve(root, info, id=id, code=code)
        name = "code" if id is None else "public_id"
        value = asked_code(code) if id is None else key_of(id, "Listing")
        values = values_of(info) | {name: value}
        key = tuple(values)
        if key not in self.statements:
            rows = visible(set(values), live=False)
            rows = rows.filter(**{name: Param(name, column(name))})
            self.statements[key] = RowsStatement.of(rows, self.wanted)
        return next(iter(self.statements[key].run(values)), None)


def one(compiler, definition, nodes):
    """Return how `Query.listing` is read, in full rows when it must be."""
    wanted = Wanted(Listing)
    try:
        collect(compiler, get_named_type(definition.type), nodes, wanted)
    except Undeclared:
        return definition.resolve
    return One(definition.resolve, wanted)


SOURCES = {("Query", "listings"): feed, ("Query", "listing"): one}
