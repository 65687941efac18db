"""Operations compiled once into functions; what goes wrong is left to graphql-core.

A plan calls the same resolvers in the same order, with nothing left to look up: which
fields, which types, which arguments. It knows no errors: a refusal, a null where none
may be, anything unexpected makes it give up, and graphql-core answers from the start.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

from django.http import HttpRequest
from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    default_field_resolver,
    default_type_resolver,
    is_abstract_type,
    is_leaf_type,
)
from graphql.execution.collect_fields import collect_fields, collect_sub_fields
from graphql.execution.values import get_argument_values

from ..listings.sources import SOURCES
from ..nodes import to_global_id
from .leaves import GiveUp, leaf, no_more
from .rows import Row
from .structure import Structure
from .writers import Write, attribute_of_object

logger = logging.getLogger(__name__)
Value = Callable[[Any, "Info"], Any]  # from an object, what the answer holds


@dataclass
class Info:
    """What resolvers of this project read of their `info`."""

    context: HttpRequest
    schema: GraphQLSchema
    variable_values: dict[str, Any]

    @staticmethod
    def is_awaitable(value: Any) -> bool:
        return False


def answer(
    request: HttpRequest,
    schema: GraphQLSchema,
    structure: Structure,
    operation: OperationDefinitionNode,
    values: dict[str, Any],
) -> dict[str, Any] | None:
    """Return the data of a query, or None when graphql-core should answer it."""
    decisive = structure.directive_variables
    key = (id(operation), *(values.get(name) for name in decisive))
    if key not in structure.plans:
        compiler = Compiler(schema, structure.fragments, values)
        structure.plans[key] = compiler.operation(operation)
    try:
        return structure.plans[key](None, Info(request, schema, values))
    except Exception:
        logger.debug("A plan gave up", exc_info=True)  # graphql-core tells why
        return None


@dataclass
class Compiler:
    """Compiles one operation; `values` only decide what @skip and @include leave."""

    schema: GraphQLSchema
    fragments: dict[str, Any]
    values: dict[str, Any]
    of_rows: dict[int, Write] = field(default_factory=dict)  # by its first node

    def operation(self, operation: OperationDefinitionNode) -> Value:
        root = cast(GraphQLObjectType, self.schema.query_type)
        fields = collect_fields(
            self.schema, self.fragments, self.values, root, operation.selection_set
        )
        return self.object(root, fields)

    def below(self, kind: GraphQLObjectType, nodes: list[FieldNode]):
        return collect_sub_fields(self.schema, self.fragments, self.values, kind, nodes)

    def object(self, kind: GraphQLObjectType, fields: dict[str, list[FieldNode]]):
        inside = [(key, self.field(kind, nodes)) for key, nodes in fields.items()]
        return lambda source, info: {key: read(source, info) for key, read in inside}

    def field(self, parent: GraphQLObjectType, nodes: list[FieldNode]) -> Value:
        name = nodes[0].name.value
        if name == "__typename":
            return lambda source, info: parent.name
        definition = parent.fields.get(name)
        if definition is None:  # introspection
            return give_up
        resolve = self.resolver(parent, name, definition, nodes)
        if definition.args:
            resolve = with_arguments(resolve, definition, nodes[0])
        return self.written(definition.type, resolve, nodes)

    def resolver(self, parent, name: str, definition: GraphQLField, nodes):
        """Return the resolver of a field, told at once what it finds in `info`."""
        if source := SOURCES.get((parent.name, name)):
            return source(self, definition, nodes)
        resolve = definition.resolve or default_field_resolver
        if read := attribute_of_object(definition):
            return attribute(*read)
        if isinstance(resolve, partial) and "parent_type_name" in resolve.keywords:
            return identifier(resolve, parent.name)
        return resolve

    def written(self, kind, resolve: Value, nodes: list[FieldNode]) -> Value:
        """Return what writes what `resolve` reads, in as few calls as may be."""
        required = isinstance(kind, GraphQLNonNull)
        inner = kind.of_type if required else kind
        if is_leaf_type(inner):
            write = leaf(inner, required)
            return lambda source, info: write(resolve(source, info))
        complete = self.complete(inner, nodes)

        def value(source: Any, info: Info) -> Any:
            found = resolve(source, info)
            return no_more(required) if found is None else complete(found, info)

        return value

    def complete(self, kind, nodes: list[FieldNode]) -> Value:
        """Return what writes a value of `kind`, no leaf, that is not null."""
        if isinstance(kind, GraphQLList):
            return each(self.written(kind.of_type, itself, nodes))
        if is_abstract_type(kind):
            return self.abstract(kind, nodes)
        write = self.object(kind, self.below(kind, nodes))
        of_row = self.of_rows.get(id(nodes[0]))
        return write if of_row is None else row_or_object(of_row, write)

    def abstract(self, kind, nodes: list[FieldNode]) -> Value:
        """Return what writes an object whose type is known when it is there."""
        known: dict[str, Value] = {}
        name_of = cast(Callable[..., str], kind.resolve_type or default_type_resolver)

        def value(source: Any, info: Info) -> Any:
            name = name_of(source, info, kind)
            if name not in known:
                found = cast(GraphQLObjectType, self.schema.type_map[name])
                write = self.object(found, self.below(found, nodes))
                known[name] = lasting(write) if lasts(kind, found) else write
            return known[name](source, info)

        return value


def lasts(interface, kind) -> bool:
    """Tell whether what is written of an object depends on the object alone."""
    of_all = getattr(interface.graphene_type, "lasts", False)
    return of_all and getattr(kind.graphene_type, "lasts", True)


def lasting(write: Value) -> Value:
    """Write an object once; it keeps that as long as it is kept itself."""
    key = object()
    return lambda source, info: source.written.get_or_make(
        key, lambda: write(source, info)
    )


def give_up(source: Any, info: Info) -> Any:
    raise GiveUp


def with_arguments(resolve, definition: GraphQLField, node: FieldNode) -> Value:
    """Return `resolve`, given the arguments of `node`."""

    def value(source: Any, info: Info) -> Any:
        given = get_argument_values(definition, node, info.variable_values)
        return resolve(source, info, **given)

    return value


def itself(source: Any, info: Info) -> Any:
    return source


def each(write: Value) -> Value:
    def value(source: Any, info: Info) -> Any:
        if not isinstance(source, Iterable) or isinstance(source, str | bytes):
            raise GiveUp
        return [write(one, info) for one in source]

    return value


def row_or_object(of_row: Write, of_object: Value) -> Value:
    """Return what writes a `Row`, and the object of a resolver that had to step in."""

    def value(source: Any, info: Info) -> Any:
        if type(source) is Row:
            return of_row(source.values, info)
        return of_object(source, info)

    return value


def identifier(resolve: partial, type_name: str) -> Value:
    """Return the resolver of a `GlobalID`, whose node is always `relay.Node` here."""
    key_of, _node = resolve.args
    return lambda source, info: to_global_id(type_name, key_of(source, info))


def attribute(name: str, default: Any = None) -> Value:
    """Return the resolver of a field that has none, and no argument."""

    def resolve(source: Any, info: Info) -> Any:
        if type(source) is dict:
            return source.get(name, default)
        return getattr(source, name, default)

    return resolve
