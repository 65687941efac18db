"""The statements of plans."""

from dataclasses import replace
from typing import Any

from django.db.models import (
    Expression,
    IntegerField,
    Model,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
)
from django.db.models.functions import JSONArray

from database.statements import Statement

from .columns import Wanted
from .rows import back_to

AGGREGATE = {
    "postgresql": "(SELECT json_agg(one)::text FROM (%(subquery)s) AS listed)",
    "sqlite": "(SELECT json_group_array(json(one)) FROM (%(subquery)s) AS listed)",
}


class ChildRows(Subquery):
    """The rows of a reverse relation, as one JSON list of lists."""

    def as_sql(self, compiler, connection, template=None, **extra):
        template = AGGREGATE[connection.vendor]
        return super().as_sql(compiler, connection, template, **extra)


class Counted(Expression):
    """What another statement counts, computed once for all rows."""

    def __init__(self, sql: str, params: tuple):
        super().__init__(output_field=IntegerField())
        self.sql, self.params = sql, params

    def as_sql(self, compiler, connection):
        return f"({self.sql})", list(self.params)


def rows_statement(rows: QuerySet, wanted: Wanted, count: Statement | None = None):
    """Return what reads `rows` as `Placed.of(wanted)` says, then `count` on each."""
    lists: dict[str, Any] = {
        f"{name}_listed": child_rows(wanted.model, name, inner)
        for name, inner in wanted.children.items()
    }
    if count is not None:
        lists["counted"] = Counted(count.sql, tuple(count.params))
    chosen = rows.annotate(**lists).values_list(*wanted.paths(), *lists)
    return Statement.of(chosen.query)


def child_rows(model: type[Model], name: str, wanted: Wanted) -> ChildRows:
    parent = {back_to(model, name): OuterRef("pk")}
    rows = wanted.model._default_manager.filter(**parent)
    listed = rows.annotate(one=JSONArray(*wanted.own)).values_list("one")
    return ChildRows(listed, output_field=TextField())


def count_statement(rows: QuerySet, most: int) -> Statement:
    """Return what counts `rows`, up to one more than `most`.

    Planners that do not see how many are wanted prepare to find the first ones soon.
    """
    inner = Statement.of(rows.order_by().values_list("pk").query)
    some = f"{inner.sql} LIMIT (SELECT {most + 1})"
    return replace(inner, sql=f"SELECT COUNT(*) FROM ({some}) counted")
