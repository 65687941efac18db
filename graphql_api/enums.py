"""GraphQL enums, declared once from the choices of the models."""

from enum import Enum

import graphene


def from_choices(choices, description: str, name: str | None = None):
    """Return the GraphQL enum of Django `choices`, its names in capitals."""
    members = [(choice.name, choice.value) for choice in choices]

    def describe(member):
        if member is None:
            return description
        return f"« {choices(member.value).label} » on the site."

    return graphene.Enum(name or choices.__name__, members, description=describe)


def stored(value):
    """Return what the database stores for an enum member; anything else as it is."""
    return value.value if isinstance(value, Enum) else value


def stored_values(values) -> dict:
    return {name: stored(value) for name, value in values.items()}
