"""Relay connections whose cursors hold the values that the rows are sorted by."""

import base64
import json
from math import isfinite

import graphene
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from graphene import relay

from .errors import bad_input

DEFAULT_SIZE = 20
MAX_SIZE = 50


class CountedConnection(relay.Connection):
    """A connection that counts its rows only when asked to."""

    class Meta:
        abstract = True

    total_count = graphene.Int(required=True)

    @classmethod
    def __init_subclass_with_meta__(cls, **options):
        options.setdefault("strict_types", True)
        super().__init_subclass_with_meta__(**options)

    def resolve_total_count(self, info):
        return self.rows.count()


def paging_arguments() -> dict:
    """Fresh `first`, `after`, `last` and `before`, for a connection field."""
    size = f"At most {MAX_SIZE}; {DEFAULT_SIZE} when neither first nor last is given."
    return {
        "first": graphene.Int(description=size),
        "after": graphene.String(description="A cursor of this same list."),
        "last": graphene.Int(description="Instead of `first`, to page backwards."),
        "before": graphene.String(description="A cursor of this same list."),
    }


def paginate(
    connection_type,
    rows: QuerySet,
    order,
    first=None,
    after=None,
    last=None,
    before=None,
):
    """Return one page of `rows`, sorted by `order`, such as ["-created_at", "-pk"]."""
    size = page_size(first, last)
    page = rows.order_by(*(order if last is None else map(opposite, order)))
    if after is not None:
        page = page.filter(beyond(order, cursor_values(rows, order, after)))
    if before is not None:
        reverse = [opposite(name) for name in order]
        page = page.filter(beyond(reverse, cursor_values(rows, order, before)))
    found = list(page[: size + 1])
    more, found = len(found) > size, found[:size]
    if last is not None:
        found.reverse()
    flags = (more, after is not None) if last is None else (before is not None, more)
    return connection(connection_type, rows, order, found, flags)


def connection(connection_type, rows, order, found, flags):
    edges = [
        connection_type.Edge(node=row, cursor=cursor_of(row, order)) for row in found
    ]
    info = relay.PageInfo(
        has_next_page=flags[0],
        has_previous_page=flags[1],
        start_cursor=edges[0].cursor if edges else None,
        end_cursor=edges[-1].cursor if edges else None,
    )
    answer = connection_type(edges=edges, page_info=info)
    answer.rows = rows
    return answer


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
    """Rows that come strictly after `values` in `order`."""
    result, equal = Q(), Q()
    for name, value in zip(order, values, strict=True):
        field = name.lstrip("-")
        comparison = "lt" if name.startswith("-") else "gt"
        result |= equal & Q(**{f"{field}__{comparison}": value})
        equal &= Q(**{field: value})
    return result


def cursor_of(row, order) -> str:
    values = [getattr(row, name.lstrip("-")) for name in order]
    plain = [value if isinstance(value, float) else text_of(value) for value in values]
    data = json.dumps([",".join(order), *plain], ensure_ascii=False)
    return base64.urlsafe_b64encode(data.encode()).decode()


def text_of(value) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def cursor_values(rows: QuerySet, order, cursor: str) -> list:
    """Return the values in `cursor`, refusing one that another list gave."""
    try:
        name, *values = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        if name != ",".join(order) or len(values) != len(order):
            raise ValueError
        pairs = zip(order, values, strict=True)
        return [typed(rows.model, field.lstrip("-"), value) for field, value in pairs]
    except (ValueError, TypeError, RecursionError, ValidationError) as error:
        raise bad_input(_("Ce curseur n’est pas valable pour cette liste.")) from error


def typed(model, name: str, value):
    """Return `value` as the column `name` stores it; raise when it cannot."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:  # an annotation: a distance
        if not isinstance(value, float) or not isfinite(value):
            raise ValueError from None
        return value
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError
    value = field.to_python(value)
    if hasattr(value, "tzinfo") and timezone.is_naive(value):
        raise ValueError
    return value
