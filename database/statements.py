"""SQL that the ORM writes once, for values that come later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.db import (
    DEFAULT_DB_ALIAS,
    InterfaceError,
    OperationalError,
    connection,
    connections,
)
from django.db.models import (
    AutoField,
    BigAutoField,
    CharField,
    DateTimeField,
    Expression,
    Field,
    TextField,
)

Values = Sequence[Any]
# What these fields send as it is.
SENT: dict[type[Field], type] = {
    CharField: str,
    TextField: str,
    AutoField: int,
    BigAutoField: int,
}


class Param(Expression):
    """A value of `field`, bound by its name when the statement runs."""

    is_authenticated = True  # a parameter may stand for the signed-in person

    def __init__(self, name: str, field: Field):
        super().__init__(output_field=field)
        self.name, self.sent = name, SENT.get(type(field))
        self.is_moment = type(field) is DateTimeField

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def bound(self, values: Mapping[str, Any], link) -> Any:
        value = values[self.name]
        if type(value) is self.sent:
            return value
        if self.is_moment and value.tzinfo and link.vendor == "postgresql":
            return value
        return self.output_field.get_db_prep_value(value, link)


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
        link: Any = connections[DEFAULT_DB_ALIAS]
        bound = [
            one.bound(values, link) if isinstance(one, Param) else one
            for one in self.params
        ]
        rows = fetched(link, self.sql, bound)
        return [self.converted(row, link) for row in rows] if self.converters else rows

    def converted(self, row: Values, link) -> Values:
        values = list(row)
        for place, (functions, column) in self.converters.items():
            for function in functions:
                values[place] = function(values[place], column, link)
        return values


def fetched(link, sql: str, params: list[Any]) -> list[Values]:
    """Return the rows of a statement that PostgreSQL parses and plans once."""
    if link.vendor != "postgresql":
        return through(link.cursor(), sql, params)
    if link.queries_logged or not settings.PREPARED_STATEMENTS:
        return unprepared(link, sql, params)
    if link.connection is None:
        link.ensure_connection()
    return alive(link, sql, params)


def unprepared(link, sql: str, params: list[Any]) -> list[Values]:
    """Execute by a cursor that leaves it to the server to bind the values."""
    import psycopg  # there only with PostgreSQL

    link.close_if_health_check_failed()
    link.ensure_connection()
    cursor = link._prepare_cursor(psycopg.Cursor(link.connection))
    return through(cursor, sql, params)


def through(cursor, sql: str, params: list[Any]) -> list[Values]:
    with cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def alive(link, sql: str, params: list[Any]) -> list[Values]:
    """Execute at once; on a new connection when the old one turns out to be dead.

    Django asks each connection whether it is alive before a request uses it, which
    takes as long as reading a row. Here only a failure asks.
    """
    try:
        return at_once(link, sql, params)
    except (InterfaceError, OperationalError):
        if link.in_atomic_block or link.is_usable():
            raise
        link.close()
        link.ensure_connection()
        return at_once(link, sql, params)


def at_once(link, sql: str, params: list[Any]) -> list[Values]:
    """Execute a prepared statement as a cursor of Django does, without one."""
    link.validate_no_broken_transaction()
    read = partial(prepared_rows, link)
    for wrapper in reversed(link.execute_wrappers):
        read = partial(wrapper, read)
    return read(sql, params, False, {"connection": link})


def prepared_rows(link, sql: str, params: list[Any], *_context) -> list[Values]:
    known = vars(link).get("_prepared")  # since the connection was opened
    if known is None or known.connection is not link.connection:
        from .prepared import Session  # there only with PostgreSQL

        known = vars(link)["_prepared"] = Session(link.connection)
    with link.wrap_database_errors:
        return known.rows(sql, params)
