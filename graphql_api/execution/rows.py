"""Rows, read by name or as model instances that hold only the columns that were read.

The instances had no `__init__` and no signal. A column that was not read cannot be
asked for: there is no row with their primary key to fetch it from.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from django.db import connection
from django.db.models import (
    CharField,
    Field,
    ForeignObjectRel,
    IntegerField,
    JSONField,
    Model,
    TextField,
    UUIDField,
)
from django.db.models.base import ModelState

from .columns import Placed

NO_ROW = 0
Values = Sequence[Any]


class Row:
    """A row whose first columns are read by name: cursors are made of these."""

    __slots__ = ("places", "values")

    def __init__(self, values: Values, places: Mapping[str, int]):
        self.values, self.places = values, places

    def __getattr__(self, name: str) -> Any:
        return self.values[self.places[name]]


def instances(at: Placed) -> Callable[[Values], Model]:
    """Return what makes an instance of the values of `at` in a row.

    A child finds the instance that it belongs to at the end of its row.
    """
    model, key = at.wanted.model, at.wanted.model._meta.pk.attname
    names = [attname(model, name) for name in at.places]
    first, last = at.start, at.start + len(names)

    def make(row: Values) -> Model:
        made = model.__new__(model)
        values, state = made.__dict__, ModelState()
        values[key], values["_state"] = NO_ROW, state
        values.update(zip(names, row[first:last], strict=True))
        if at.parent:
            state.fields_cache = {at.parent: row[-1]}
        return made

    return make


def attname(model: type[Model], name: str) -> str:
    return cast(Field, model._meta.get_field(name)).attname


def back_to(model: type[Model], name: str) -> str:
    """Return the foreign key of the children that the relation `name` lists."""
    return cast(ForeignObjectRel, model._meta.get_field(name)).field.name


def from_json(fields: Sequence[Field]) -> list[tuple[int, Callable[[Any], Any]]]:
    """Return what makes of values in JSON what the ORM would have read, by place."""
    return [
        (place, loaded if isinstance(one, JSONField) else one.to_python)
        for place, one in enumerate(fields)
        if not isinstance(one, as_they_are())
    ]


def as_they_are() -> tuple[type[Field], ...]:
    """Fields whose values in JSON are those of the column, or its text.

    SQLite writes identifiers without their hyphens.
    """
    same = (IntegerField, CharField, TextField)
    return same if connection.vendor == "sqlite" else (*same, UUIDField)


def loaded(value: Any) -> Any:
    """Return the content of a JSON column, which is text on SQLite."""
    return json.loads(value) if isinstance(value, str) else value
