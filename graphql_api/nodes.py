"""Opaque identifiers over public ids, and the way back."""

from binascii import b2a_base64
from typing import Any
from uuid import UUID

import graphql_relay
from graphene import relay

from .errors import not_found


def to_global_id(type_name: str, key: Any) -> str:
    """Return the identifier of graphql-relay: of texts, sooner."""
    if type(key) is not str:
        return graphql_relay.to_global_id(type_name, key)
    return b2a_base64(f"{type_name}:{key}".encode(), newline=False).decode()


def parts(global_id: str) -> tuple[str, str]:
    """Return type name and public id; NOT_FOUND for what is no identifier."""
    try:
        name, key = graphql_relay.from_global_id(global_id)
    except ValueError as error:
        raise not_found() from error
    if "\x00" in key:  # PostgreSQL has no such text
        raise not_found()
    return name, key


def key_of(global_id: str, type_name: str) -> UUID:
    """Return the public id in an identifier of `type_name`."""
    name, key = parts(global_id)
    try:
        if name == type_name:
            return UUID(key)
    except ValueError:
        pass
    raise not_found()


def by_public_id(rows, key: str):
    """Return the one of `rows` that has this public id, or None."""
    try:
        return rows.filter(public_id=UUID(key)).first()
    except ValueError:
        return None


def resolve_node(root, info, id):
    """Return what this person may see under `id`, or null."""
    name, key = parts(id)
    graphene_type: Any = getattr(info.schema.get_type(name), "graphene_type", None)
    interfaces = graphene_type._meta.interfaces if is_object(graphene_type) else ()
    return graphene_type.get_node(info, key) if relay.Node in interfaces else None


def is_object(graphene_type) -> bool:
    return hasattr(getattr(graphene_type, "_meta", None), "interfaces")
