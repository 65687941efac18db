"""Instances of a model, read by values that come later."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, QuerySet, UUIDField

from .statements import Statement

Read = TypeVar("Read", bound=Model)


class Reads(Generic[Read]):
    """What `chosen()` finds, compiled by the ORM at the first time only.

    `chosen` returns a query of whole rows, with a `Param` for each value to come. Such
    reads are for what each request asks; elsewhere, use the ORM. They lock no row: a
    block of `atomic()` begins its transaction with the first cursor, which they lack.
    """

    def __init__(self, chosen: Callable[[], QuerySet[Read]]) -> None:
        self.chosen = chosen

    def __call__(self, **values: Any) -> list[Read]:
        model, names, statement = self.compiled
        rows = statement.run(values)
        return [model.from_db(DEFAULT_DB_ALIAS, names, row) for row in rows]

    @cached_property
    def compiled(self) -> tuple[type[Read], list[str], Statement]:
        rows = self.chosen()
        columns = rows.model._meta.concrete_fields
        statement = Statement.of(rows.query)
        for place, column in enumerate(columns):
            if isinstance(column, UUIDField) and place not in statement.converters:
                statement.converters[place] = ([identifier], column)
        return rows.model, [column.attname for column in columns], statement


def identifier(value: Any, column: UUIDField, _connection) -> Any:
    """Make an identifier of the text that prepared statements give."""
    return column.to_python(value)
