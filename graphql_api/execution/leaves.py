"""Scalars and enums, written as their types do, sooner for what is common."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from graphql import (
    GRAPHQL_MAX_INT,
    GRAPHQL_MIN_INT,
    GraphQLEnumType,
    GraphQLScalarType,
)

Leaf = GraphQLScalarType | GraphQLEnumType
Serialize = Callable[[Any], Any]
# What a scalar writes as it is.
EXACT: dict[str, type] = {"String": str, "ID": str, "Boolean": bool}


class GiveUp(Exception):
    """graphql-core has to say what there is to say."""


def leaf(kind: Leaf, required: bool) -> Serialize:
    """Return what writes a value of a scalar or an enum.

    Nearly all are a text, a number or a boolean of exactly the right type.
    """
    exact, serialize = EXACT.get(kind.name), serializer(kind)

    def write(found: Any) -> Any:
        if type(found) is exact:
            return found
        return no_more(required) if found is None else serialize(found)

    return write


def no_more(required: bool) -> None:
    """Write null, unless the schema promised something."""
    if required:
        raise GiveUp


def serializer(kind: Leaf) -> Serialize:
    if isinstance(kind, GraphQLEnumType):
        return names(kind.serialize)
    common = {"DateTime": moments, "Int": numbers}.get(kind.name)
    return common(kind.serialize) if common else kind.serialize


def numbers(serialize: Serialize) -> Serialize:
    def number(value: Any) -> Any:
        whole = type(value) is int and GRAPHQL_MIN_INT <= value <= GRAPHQL_MAX_INT
        return value if whole else serialize(value)

    return number


def names(serialize: Serialize) -> Serialize:
    """Remember the name of each value of an enum: there are few."""
    known: dict[str, Any] = {}

    def name(value: Any) -> Any:
        if type(value) is not str:
            return serialize(value)
        if value not in known:
            known[value] = serialize(value)
        return known[value]

    return name


def moments(serialize: Serialize) -> Serialize:
    def text(value: Any) -> Any:
        return value.isoformat() if type(value) is datetime else serialize(value)

    return text
