"""Scalars and enums, written as their types do, sooner for what is common."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from graphql import GraphQLEnumType, GraphQLScalarType

Serialize = Callable[[Any], Any]
# What a scalar writes as it is.
EXACT: dict[str, type] = {"String": str, "ID": str, "Boolean": bool}


def serializer(kind: GraphQLScalarType | GraphQLEnumType) -> Serialize:
    if isinstance(kind, GraphQLEnumType):
        return names(kind.serialize)
    return moments(kind.serialize) if kind.name == "DateTime" else kind.serialize


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
