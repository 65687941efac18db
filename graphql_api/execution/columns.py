"""Which columns a selection needs, from what its types declare.

A type that plans may read from SQL has a `columns` mapping: for each field that is not
a column of the same name, the columns its resolver reads, or where its objects are;
None when only full rows can answer it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.db.models import ForeignObjectRel, Model
from graphene.utils.str_converters import to_camel_case
from graphql import FieldNode, GraphQLObjectType, get_named_type


class Undeclared(Exception):
    """A field that only full rows can answer."""


@dataclass(frozen=True)
class Same:
    """An object made of columns of the same row."""


@dataclass(frozen=True)
class Joined:
    """The object behind a foreign key that is never null."""

    name: str


@dataclass(frozen=True)
class Children:
    """The few rows of a reverse relation, in the order of their model.

    `parent` names the columns of this row that the fields of the children read.
    """

    name: str
    parent: tuple[str, ...] = ()


@dataclass
class Wanted:
    """Columns of one model, and those of the rows around it."""

    model: type[Model]
    own: dict[str, None] = field(default_factory=dict)  # in order, once each
    joined: dict[str, "Wanted"] = field(default_factory=dict)
    children: dict[str, "Wanted"] = field(default_factory=dict)

    def add(self, *names: str) -> None:
        self.own.update(dict.fromkeys(names))

    def to(self, name: str) -> "Wanted":
        return self.joined.setdefault(name, Wanted(self.related(name)))

    def below(self, name: str) -> "Wanted":
        return self.children.setdefault(name, Wanted(self.related(name)))

    def related(self, name: str) -> type[Model]:
        return cast(type[Model], self.model._meta.get_field(name).related_model)

    def paths(self, prefix: str = "") -> list[str]:
        """The columns as the ORM names them, joined ones included."""
        own = [f"{prefix}{name}" for name in self.own]
        inside = (one.paths(f"{prefix}{name}__") for name, one in self.joined.items())
        return own + [path for paths in inside for path in paths]


@dataclass
class Placed:
    """Where in a row the columns of a `Wanted` are: first its own, then joined ones.

    A list of children is JSON in `column`, after all others: its `places` are those in
    each child, and `parent` is the foreign key of the children.
    """

    wanted: Wanted
    start: int
    places: dict[str, int]
    joined: dict[str, "Placed"]
    children: dict[str, "Placed"] = field(default_factory=dict)
    column: int = 0
    parent: str = ""

    @classmethod
    def of(cls, wanted: Wanted) -> "Placed":
        """Place columns in the order of `wanted.paths()` and `wanted.children`."""
        whole, end = cls.starting(wanted, 0)
        for place, (name, inner) in enumerate(wanted.children.items(), end):
            child, _end = cls.starting(inner, 0)
            related = cast(ForeignObjectRel, wanted.model._meta.get_field(name))
            child.column, child.parent = place, related.field.name
            whole.children[name] = child
        return whole

    @classmethod
    def starting(cls, wanted: Wanted, start: int) -> tuple["Placed", int]:
        """Return the places from `start` on, and the first one after them."""
        places = {name: start + number for number, name in enumerate(wanted.own)}
        joined, end = {}, start + len(places)
        for name, inner in wanted.joined.items():
            joined[name], end = cls.starting(inner, end)
        return cls(wanted, start, places, joined), end


def collect(compiler, kind: GraphQLObjectType, nodes: list[FieldNode], wanted: Wanted):
    """Add to `wanted` what the selection below `nodes` reads of a `kind`."""
    for inner in compiler.below(kind, nodes).values():
        name = inner[0].name.value
        if name != "__typename":
            collect_field(compiler, kind, name, inner, wanted)


def collect_field(compiler, kind, name: str, nodes, wanted: Wanted) -> None:
    definition = kind.fields[name]
    graphene_type = kind.graphene_type
    attribute = attribute_of(graphene_type, name)
    source = declared(graphene_type).get(attribute, [attribute])
    inner = get_named_type(definition.type)
    if source is None:
        raise Undeclared
    if isinstance(source, Same):
        collect(compiler, inner, nodes, wanted)
    elif isinstance(source, Joined):
        collect(compiler, inner, nodes, wanted.to(source.name))
    elif isinstance(source, Children):
        wanted.add(*source.parent)
        collect(compiler, inner, nodes, wanted.below(source.name))
    else:
        wanted.add(*source)


def declared(graphene_type) -> Mapping[str, Any]:
    try:
        return graphene_type.columns
    except AttributeError:
        raise Undeclared from None


def attribute_of(graphene_type, name: str) -> str:
    """Return the Python name of a field: `created_at` of `createdAt`."""
    for attribute, one in graphene_type._meta.fields.items():
        if (one.name or to_camel_case(attribute)) == name:
            return attribute
    raise Undeclared
