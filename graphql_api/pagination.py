"""Relay connections whose cursors hold the values that the rows are sorted by."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import graphene
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Count, F, OrderBy, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _
from graphene import relay

from . import cursors
from .errors import bad_input

DEFAULT_SIZE = 20
MAX_SIZE = 50
MAX_COUNT = 1_000


class CountedConnection(relay.Connection):
    """A connection that counts its rows only when asked to."""

    class Meta:
        abstract = True

    total_count = graphene.Int(
        required=True,
        description="Of the whole list: exact up to 1,000; 1,001 stands for more.",
    )

    @classmethod
    def __init_subclass_with_meta__(cls, **options):
        options.setdefault("strict_types", True)
        super().__init_subclass_with_meta__(**options)

    def resolve_total_count(self, info):
        return self.count()


def paging_arguments() -> dict:
    """Fresh `first`, `after`, `last` and `before`, for a connection field."""
    size = f"At most {MAX_SIZE}; {DEFAULT_SIZE} when neither first nor last is given."
    return {
        "first": graphene.Int(description=size),
        "after": graphene.String(description="A cursor of this same list."),
        "last": graphene.Int(description="Instead of `first`, to page backwards."),
        "before": graphene.String(description="A cursor of this same list."),
    }


@dataclass(slots=True)
class Edge:
    """A row and its cursor, which is written only when it is asked."""

    node: Any
    write: Callable[[], str]

    @property
    def cursor(self) -> str:
        return self.write()


@dataclass(slots=True)
class PageInfo:
    edges: list[Edge]
    has_next_page: bool
    has_previous_page: bool

    @property
    def start_cursor(self) -> str | None:
        return self.edges[0].cursor if self.edges else None

    @property
    def end_cursor(self) -> str | None:
        return self.edges[-1].cursor if self.edges else None


class Paging:
    """What `first`, `after`, `last` and `before` ask of the list `of`.

    `order` is a total one, such as ["-created_at", "-pk"]. A cursor is good for the
    list of this name sorted in this order.
    """

    def __init__(self, order, of: str, first=None, after=None, last=None, before=None):
        self.order, self.after, self.before = order, after, before
        self.scope = f"{of}\n{','.join(order)}\n".encode()
        self.backwards = last is not None
        self.size = page_size(first, last)
        self.direction = [opposite(one) for one in order] if self.backwards else order

    def bounds(self, rows: QuerySet) -> dict[str, list]:
        """Return what the cursors say, by `after` and `before`."""
        given = {"after": self.after, "before": self.before}
        return {
            side: self.values(rows.model, cursor)
            for side, cursor in given.items()
            if cursor is not None
        }

    def values(self, model, cursor: str) -> list:
        """Return what the rows are sorted by, at the place of `cursor`."""
        try:
            found = cursors.read(self.scope, cursor)
        except ValueError as error:
            raise strange_cursor() from error
        pairs = zip(self.order, found, strict=True)
        return [typed(model, name.lstrip("-"), value) for name, value in pairs]

    def cursor(self, row) -> str:
        values = [getattr(row, name.lstrip("-")) for name in self.order]
        return cursors.written(self.scope, values)

    def narrowed(self, rows: QuerySet, bounds: dict[str, list] | None = None):
        """Keep the rows beyond the cursors, sorted in the direction of paging."""
        page = rows.order_by(*self.direction)
        bounds = self.bounds(rows) if bounds is None else bounds
        if "after" in bounds:
            page = page.filter(beyond(self.order, bounds["after"]))
        if "before" in bounds:
            order = [opposite(one) for one in self.order]
            page = page.filter(beyond(order, bounds["before"]))
        return page

    def connection(self, connection_type, found: list, count):
        """Return the connection of `found`, one row more than a page when there is."""
        more, found = len(found) > self.size, found[: self.size]
        flags = (more, self.after is not None)
        if self.backwards:
            found.reverse()
            flags = (self.before is not None, more)
        edges = [Edge(row, partial(self.cursor, row)) for row in found]
        info = PageInfo(edges, *flags)
        answer = connection_type(edges=edges, page_info=info)
        answer.count = count
        return answer


def strange_cursor():
    return bad_input(_("Ce curseur n’est pas valable pour cette liste."))


def paginate(connection_type, rows: QuerySet, order, of: str, **arguments):
    """Return one page of `rows`, the list `of`, sorted by `order`."""
    paging = Paging(order, of, **arguments)
    found = list(paging.narrowed(rows)[: paging.size + 1])
    return paging.connection(connection_type, found, lambda: capped_count(rows))


def capped_count(rows: QuerySet) -> int:
    """Count `rows`, without going through a large table."""
    return rows.order_by()[: MAX_COUNT + 1].count()


def paginate_each(
    connection_type, rows: QuerySet, parent: str, order, of: str, **arguments
):
    """Return a page of `rows` for each value of the foreign key `parent`.

    Two queries at most, whatever the number of parents: a list inside a list.
    """
    paging = Paging(order, of, **arguments)
    rank = Window(
        RowNumber(),
        partition_by=F(parent),
        order_by=[
            OrderBy(F(one.lstrip("-")), one[0] == "-") for one in paging.direction
        ],
    )
    ranked = paging.narrowed(rows).annotate(rank=rank)
    found = defaultdict(list)
    for row in ranked.filter(rank__lte=paging.size + 1):
        found[getattr(row, parent)].append(row)
    counts = cache(lambda: dict(counted(rows, parent)))
    return lambda key: paging.connection(
        connection_type, found[key], lambda: counts().get(key, 0)
    )


def counted(rows: QuerySet, parent: str):
    return rows.order_by().values_list(parent).annotate(Count("pk"))


def page_size(first: int | None, last: int | None) -> int:
    if first is not None and last is not None:
        raise bad_input(_("Indiquez « first » ou « last », pas les deux."))
    size = DEFAULT_SIZE if first is None and last is None else (last or first or 0)
    if not 1 <= size <= MAX_SIZE:
        raise bad_input(_("Demandez de 1 à 50 éléments par page."))
    return size


def opposite(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def beyond(order, values) -> Q:
    """Rows that come strictly after `values` in `order`.

    The bound on the first column says nothing more: it lets an index start there.
    """
    first = order[0].lstrip("-")
    bound = "lte" if order[0].startswith("-") else "gte"
    result, equal = Q(), Q()
    for name, value in zip(order, values, strict=True):
        field = name.lstrip("-")
        comparison = "lt" if name.startswith("-") else "gt"
        result |= equal & Q(**{f"{field}__{comparison}": value})
        equal &= Q(**{field: value})
    return Q(**{f"{first}__{bound}": values[0]}) & result


def typed(model, name: str, value):
    """Return `value` as the column `name` gives it; an annotation as it is."""
    try:
        return model._meta.get_field(name).to_python(value)
    except FieldDoesNotExist:
        return value
