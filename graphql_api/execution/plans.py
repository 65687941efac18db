"""Operations compiled once into functions; what goes wrong is left to graphql-core.

A plan calls the same resolvers in the same order, with nothing left to look up: which
fields, which types, which arguments. It knows no errors: a refusal, a null where none
may be, anything unexpected makes it give up, and graphql-core answers from the start.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from django.http import HttpRequest
from graphene.types.resolver import dict_or_attr_resolver
from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLString,
    OperationDefinitionNode,
    default_field_resolver,
    default_type_resolver,
    is_abstract_type,
    is_leaf_type,
)
from graphql.execution.collect_fields import collect_fields, collect_sub_fields
from graphql.execution.values import get_argument_values, get_variable_values

from ..listings.sources import SOURCES
from .structure import Structure

logger = logging.getLogger(__name__)
Value = Callable[[Any, "Info"], Any]  # from an object, what the answer holds


class GiveUp(Exception):
    """graphql-core has to say what there is to say."""


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
    given: dict[str, Any],
) -> dict[str, Any] | None:
    """Return the data of a query, or None when graphql-core should answer it."""
    values = get_variable_values(schema, operation.variable_definitions, given)
    if isinstance(values, list):
        return None
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

    def operation(self, operation: OperationDefinitionNode) -> Value:
        root = cast(GraphQLObjectType, self.schema.query_type)
        fields = collect_fields(
            self.schema, self.fragments, self.values, root, operation.selection_set
        )
        inside = self.each_field(root, fields)
        return lambda source, info: {key: read(source, info) for key, read in inside}

    def below(self, kind: GraphQLObjectType, nodes: list[FieldNode]):
        return collect_sub_fields(self.schema, self.fragments, self.values, kind, nodes)

    def object(self, kind: GraphQLObjectType, fields: dict[str, list[FieldNode]]):
        inside = self.each_field(kind, fields)

        def value(source: Any, info: Info) -> Any:
            if source is None:
                return None
            return {key: read(source, info) for key, read in inside}

        return value

    def each_field(self, kind, fields) -> list[tuple[str, Value]]:
        return [(key, self.field(kind, nodes)) for key, nodes in fields.items()]

    def field(self, parent: GraphQLObjectType, nodes: list[FieldNode]) -> Value:
        name = nodes[0].name.value
        if name == "__typename":
            return lambda source, info: parent.name
        definition = parent.fields.get(name)
        if definition is None:  # introspection
            return give_up
        resolve = self.resolver(parent, name, definition, nodes)
        complete = self.complete(definition.type, nodes)
        if not definition.args:
            return lambda source, info: complete(resolve(source, info), info)
        arguments = partial(get_argument_values, definition, nodes[0])

        def value(source: Any, info: Info) -> Any:
            given = arguments(info.variable_values)
            return complete(resolve(source, info, **given), info)

        return value

    def resolver(self, parent, name: str, definition: GraphQLField, nodes):
        """Return the resolver of a field, told at once what it finds in `info`."""
        if source := SOURCES.get((parent.name, name)):
            return source(self, definition, nodes)
        resolve = definition.resolve or default_field_resolver
        if not isinstance(resolve, partial):
            return resolve
        if "parent_type_name" in resolve.keywords:
            return partial(resolve, parent_type_name=parent.name)
        default = resolve.func is dict_or_attr_resolver
        return attribute(*resolve.args) if default else resolve

    def complete(self, kind, nodes: list[FieldNode]) -> Value:
        if isinstance(kind, GraphQLNonNull):
            return never_null(self.complete(kind.of_type, nodes))
        if isinstance(kind, GraphQLList):
            return each(self.complete(kind.of_type, nodes))
        if is_leaf_type(kind):
            return text if kind is GraphQLString else leaf(kind.serialize)
        if is_abstract_type(kind):
            return self.abstract(kind, nodes)
        return self.object(kind, self.below(kind, nodes))

    def abstract(self, kind, nodes: list[FieldNode]) -> Value:
        """Return what writes an object whose type is known when it is there."""
        known: dict[str, Value] = {}
        name_of = cast(Callable[..., str], kind.resolve_type or default_type_resolver)

        def value(source: Any, info: Info) -> Any:
            if source is None:
                return None
            name = name_of(source, info, kind)
            if name not in known:
                found = cast(GraphQLObjectType, self.schema.type_map[name])
                known[name] = self.object(found, self.below(found, nodes))
            return known[name](source, info)

        return value


def give_up(source: Any, info: Info) -> Any:
    raise GiveUp


def never_null(complete: Value) -> Value:
    def value(source: Any, info: Info) -> Any:
        found = complete(source, info)
        if found is None:
            raise GiveUp
        return found

    return value


def each(complete: Value) -> Value:
    def value(source: Any, info: Info) -> Any:
        if source is None:
            return None
        if not isinstance(source, Iterable) or isinstance(source, str | bytes):
            raise GiveUp
        return [complete(one, info) for one in source]

    return value


def attribute(name: str, default: Any = None):
    """Return the resolver of a field that has none."""

    def resolve(source: Any, info: Info, **arguments) -> Any:
        if isinstance(source, dict):
            return source.get(name, default)
        return getattr(source, name, default)

    return resolve


def text(source: Any, info: Info) -> Any:
    plain = source is None or type(source) is str
    return source if plain else GraphQLString.serialize(source)


def leaf(serialize: Callable[[Any], Any]) -> Value:
    def value(source: Any, info: Info) -> Any:
        return None if source is None else serialize(source)

    return value
