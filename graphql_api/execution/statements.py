"""SQL that the ORM writes once, for values that come later."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import (
    Expression,
    Field,
    IntegerField,
    Model,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
)
from django.db.models.functions import JSONArray

from .columns import Wanted
from .rows import Values, back_to

AGGREGATE = {
    "postgresql": "(SELECT json_agg(one)::text FROM (%(subquery)s) AS listed)",
    "sqlite": "(SELECT json_group_array(json(one)) FROM (%(subquery)s) AS listed)",
}


class Param(Expression):
    """A value of `field`, bound by its name when the statement runs."""

    is_authenticated = True  # a parameter may stand for the signed-in person

    def __init__(self, name: str, field: Field):
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def bound(self, values: Mapping[str, Any]) -> Any:
        return self.output_field.get_db_prep_value(values[self.name], connection)


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


@dataclass
class Statement:
    sql: str
    params: list[Any]
    converters: dict[int, tuple[list, Any]]

    @classmethod
    def of(cls, query) -> "Statement":
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        columns = [column for column, _sql, _alias in compiler.select]
        return cls(sql, list(params), compiler.get_converters(columns))

    def run(self, values: Mapping[str, Any]) -> list[Values]:
        bound = [
            one.bound(values) if isinstance(one, Param) else one for one in self.params
        ]
        rows = fetched(self.sql, bound)
        return [self.converted(row) for row in rows] if self.converters else rows

    def converted(self, row: Values) -> Values:
        values = list(row)
        for place, (functions, column) in self.converters.items():
            for function in functions:
                values[place] = function(values[place], column, connection)
        return values


def fetched(sql: str, params: list[Any]) -> list[Values]:
    """Return the rows of a statement that PostgreSQL parses and plans once.

    The connection is not checked first. A plan that meets a dead one gives up, and
    graphql-core, whose cursors check, opens another.
    """
    link: Any = connections[DEFAULT_DB_ALIAS]
    if link.vendor != "postgresql":
        return through(link.cursor(), sql, params)
    import psycopg  # there only with PostgreSQL

    link.ensure_connection()
    raw = link.connection
    if link.queries_logged or not settings.GRAPHQL_PREPARED_STATEMENTS:
        return through(link._prepare_cursor(psycopg.Cursor(raw)), sql, params)
    return at_once(link, sql, params)


def through(cursor, sql: str, params: list[Any]) -> list[Values]:
    with cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def at_once(link, sql: str, params: list[Any]) -> list[Values]:
    """Execute a prepared statement as a cursor of Django does, without one."""
    from .prepared import session

    def read(sql: str, params: list[Any], *_context) -> list[Any]:
        with link.wrap_database_errors:
            return session(link).rows(sql, params)

    link.validate_no_broken_transaction()
    for wrapper in reversed(link.execute_wrappers):
        read = partial(wrapper, read)
    return read(sql, params, False, {"connection": link})


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
