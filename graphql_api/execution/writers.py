"""What a selection writes of a row: columns as they are, the rest by resolvers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from typing import Any, cast

import orjson
from django.db.models import BooleanField, CharField, Field, IntegerField, TextField
from graphene.types.resolver import dict_or_attr_resolver
from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
)

from .columns import Children, Joined, Placed, Same, attribute_of, declared
from .rows import Values, from_json, instances

Write = Callable[[Values, Any], dict[str, Any]]
# Columns that are never null are written as they are by these scalars.
AS_THEY_ARE: dict[str, tuple[type[Field], ...]] = {
    "String": (CharField, TextField),
    "ID": (CharField,),
    "Int": (IntegerField,),
    "Boolean": (BooleanField,),
}


@dataclass
class Reads:
    """How the fields of one object are found, each under its key of the answer."""

    plain: dict[str, int] = field(default_factory=dict)  # its place in the row
    by_row: dict[str, Callable] = field(default_factory=dict)  # of (row, source, info)
    by_source: dict[str, Callable] = field(default_factory=dict)  # of (source, info)
    needs_source: bool = False


@dataclass
class Writer:
    """Compiles selections of types that declare their `columns`."""

    compiler: Any

    def object(
        self, kind: GraphQLObjectType, nodes: list[FieldNode], at: Placed
    ) -> Write:
        fill, needs_source = self.filled(kind, nodes, at)
        if not needs_source:
            return lambda row, info: fill(row, None, info)
        make = instances(at)
        return lambda row, info: fill(row, make(row), info)

    def filled(self, kind, nodes, at: Placed) -> tuple[Callable, bool]:
        """Return what writes an object of a row and of its instance, if it needs one.

        Keys are written in the order of the selection, whatever is read first.
        """
        selection, reads = self.compiler.below(kind, nodes), Reads()
        for key, inner in selection.items():
            self.read(reads, key, kind, inner, at)
        template: dict[str, Any] = dict.fromkeys(selection)
        plain, take = list(reads.plain), taking(list(reads.plain.values()))
        by_row, by_source = list(reads.by_row.items()), list(reads.by_source.items())
        if len(plain) == len(selection):
            return lambda row, source, info: dict(
                zip(plain, take(row), strict=True)
            ), False

        def fill(row: Values, source: Any, info: Any) -> dict[str, Any]:
            answer = template.copy()
            answer.update(zip(plain, take(row), strict=True))
            for key, read in by_row:
                answer[key] = read(row, source, info)
            for key, write in by_source:
                answer[key] = write(source, info)
            return answer

        return fill, reads.needs_source or bool(by_source)

    def read(self, reads: Reads, key: str, kind, nodes, at: Placed) -> None:
        """Add to `reads` how one field is found."""
        name = nodes[0].name.value
        if name == "__typename":
            reads.by_row[key] = lambda row, source, info: kind.name
            return
        definition = kind.fields[name]
        attribute = attribute_of(kind.graphene_type, name)
        where = declared(kind.graphene_type).get(attribute)
        inner = get_named_type(definition.type)
        if isinstance(where, Same):
            reads.by_row[key], needs = self.filled(inner, nodes, at)
            reads.needs_source |= needs
        elif isinstance(where, Joined):
            write = self.object(inner, nodes, at.joined[where.name])
            reads.by_row[key] = lambda row, source, info: write(row, info)
        elif isinstance(where, Children):
            reads.by_row[key] = self.children(inner, nodes, at.children[where.name])
            reads.needs_source = True
        elif where is None and attribute_of_object(definition):
            self.column(reads, key, definition, nodes, at, attribute)
        else:
            reads.by_source[key] = self.compiler.field(kind, nodes)

    def column(self, reads: Reads, key: str, definition, nodes, at, name: str) -> None:
        place = at.places[name]
        model_field = at.wanted.model._meta.get_field(name)
        scalar = getattr(get_nullable_type(definition.type), "name", "")
        exact = isinstance(model_field, AS_THEY_ARE.get(scalar, ()))
        if exact and not model_field.null:
            reads.plain[key] = place
            return
        write = self.compiler.written(definition.type, itself, nodes)
        reads.by_row[key] = lambda row, source, info: write(row[place], info)

    def children(self, kind, nodes, at: Placed) -> Callable:
        """Return what writes the rows that one column holds as JSON."""
        write, column = self.object(kind, nodes, at), at.column
        model = at.wanted.model
        fields = [cast(Field, model._meta.get_field(name)) for name in at.places]
        conversions = from_json(fields)

        def child(values: list[Any], parent: Any, info: Any) -> dict[str, Any]:
            for place, convert in conversions:
                values[place] = convert(values[place])
            values.append(parent)
            return write(values, info)

        def written(row: Values, source: Any, info: Any) -> list[dict[str, Any]]:
            rows = orjson.loads(row[column] or "[]")
            return [child(values, source, info) for values in rows]

        return written


def attribute_of_object(definition: GraphQLField) -> tuple:
    """Return the attribute, and its default, that a field without resolver reads.

    Empty for a field that does anything else, or takes arguments.
    """
    resolve = definition.resolve
    if not isinstance(resolve, partial) or definition.args:
        return ()
    return resolve.args if resolve.func is dict_or_attr_resolver else ()


def itself(source: Any, info: Any) -> Any:
    return source


def taking(places: list[int]) -> Callable[[Values], Sequence[Any]]:
    """Return what takes the values at `places` out of a row."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda row: [row[place] for place in places]
