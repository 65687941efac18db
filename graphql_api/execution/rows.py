"""Model instances that hold only the columns that were read: no `__init__`, no signal.

They behave like instances of `select_related` and `prefetch_related`. A column that was
not read cannot be asked for: there is no row with their primary key to fetch it from.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any, cast

from django.db.models import Field, ForeignObjectRel, JSONField, Model
from django.db.models.base import ModelState

from .columns import Wanted

NO_ROW = 0
Build = Callable[[Sequence[Any]], Model]


def builder(wanted: Wanted) -> Build:
    """Return what makes an instance of a row of `wanted.paths()` and its children."""
    make, width = of_model(wanted, 0)
    key = wanted.model._meta.pk.attname
    children = [
        (name, list_of(name, inner, wanted)) for name, inner in wanted.children.items()
    ]

    def build(row: Sequence[Any]) -> Model:
        instance = make(row)
        lists = {
            name: rows(row[width + place], instance)
            for place, (name, rows) in enumerate(children)
        }
        instance.__dict__["_prefetched_objects_cache"] = lists
        instance.__dict__.setdefault(key, NO_ROW)  # Django wants one to list children
        return instance

    return build


def of_model(wanted: Wanted, start: int) -> tuple[Build, int]:
    """Return what reads an instance from place `start` of a row, and where it ends."""
    model, names = wanted.model, [attname(wanted.model, name) for name in wanted.own]
    end = start + len(names)
    joined = []
    for name, inner in wanted.joined.items():
        make, after = of_model(inner, end)
        joined.append((name, make))
        end = after
    stop = start + len(names)

    def build(row: Sequence[Any]) -> Model:
        instance = bare(model, zip(names, row[start:stop], strict=True))
        instance._state.fields_cache = {name: make(row) for name, make in joined}
        return instance

    return build, end


def attname(model: type[Model], name: str) -> str:
    return cast(Field, model._meta.get_field(name)).attname


def bare(model: type[Model], values) -> Model:
    instance = model.__new__(model)
    instance.__dict__.update(values, _state=ModelState())
    return instance


def list_of(name: str, wanted: Wanted, parent: Wanted):
    """Return what reads the children that one column holds as JSON."""
    model = wanted.model
    back = back_to(parent.model, name)
    fields = [cast(Field, model._meta.get_field(column)) for column in wanted.own]

    def build(text: str | None, instance: Model) -> list[Model]:
        return [child(values, instance) for values in json.loads(text or "[]")]

    def child(values: list, instance: Model) -> Model:
        read = {
            field.attname: from_json(field, value)
            for field, value in zip(fields, values, strict=True)
        }
        made = bare(model, read)
        made._state.fields_cache = {back: instance}
        return made

    return build


def back_to(model: type[Model], name: str) -> str:
    """Return the foreign key of the children that the relation `name` lists."""
    return cast(ForeignObjectRel, model._meta.get_field(name)).field.name


def from_json(field, value: Any) -> Any:
    """Return what the ORM would have read: UUIDs and JSON are text on SQLite."""
    if isinstance(field, JSONField):
        return json.loads(value) if isinstance(value, str) else value
    return field.to_python(value)
