"""Valid documents made from the schema, always the same for one seed."""

import random
from dataclasses import dataclass, field

from graphql import (
    GraphQLEnumType,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_leaf_type,
    is_required_argument,
)

from graphql_api.schema import schema

SCHEMA = schema.graphql_schema
DIRECTIVES = ["@include(if: true)", "@skip(if: $no)", "@include(if: $yes)"]
VALUES = {
    "first": ["1", "2", "3"],
    "last": ["1", "2"],
    "search": ['"pelouse"', '"une demarche"', '"introuvable"', '""'],
    "words": ['"pelouse"', '"demarches"'],
    "category": ['"jardin-bois"', '"transport-covoiturage"'],
    "commune": ['"58218"', '"58194"'],
    "withinKm": ["5", "200"],
    "section": ['"infos"'],
    "path": ['"/"', '"/infos/"', '"/nulle-part/"'],
    "free": ["true", "false"],
}
NEVER = {"after", "before"}  # a cursor of another list is a mistake
APART = [{"first", "last"}, {"id", "code"}, {"id", "path"}]  # one of them alone


@dataclass
class Maker:
    """Writes one document; `ids` are global ids, by the type of the field to ask."""

    seed: int
    ids: dict[str, list[str]]
    aliases: int = 0
    directives: int = 0
    pick: random.Random = field(init=False)

    def __post_init__(self):
        self.pick = random.Random(self.seed)

    def document(self) -> str:
        names = self.pick.sample(sorted(SCHEMA.query_type.fields), 3)
        fields = " ".join(self.field(SCHEMA.query_type, name, 5) for name in names)
        both = "__typename @include(if: $yes) @skip(if: $no)"
        declared = "($yes: Boolean = true, $no: Boolean = false)"
        return f"query {declared} {{ {both} {fields} }}"

    def selection(self, kind, depth: int) -> str:
        parts = ["__typename"] if self.pick.random() < 0.3 else []
        names = [name for name in kind.fields if depth > 1 or self.is_leaf(kind, name)]
        wanted = self.pick.sample(names, min(len(names), self.pick.randint(1, 6)))
        parts += [self.field(kind, name, depth) for name in wanted]
        if is_abstract_type(kind):
            parts += [self.inline(one, depth) for one in self.some_types(kind)]
        return "{ " + (" ".join(parts) or "__typename") + " }"

    def some_types(self, kind) -> list:
        types = sorted(SCHEMA.get_possible_types(kind), key=lambda one: one.name)
        return self.pick.sample(types, min(len(types), 3))

    def inline(self, kind, depth: int) -> str:
        """Aliases keep fields of one name and of different types apart."""
        names = [name for name in kind.fields if self.is_leaf(kind, name)]
        name = self.pick.choice(names)
        return f"... on {kind.name} {{ {kind.name}_{name}: {name} }}"

    def is_leaf(self, kind, name: str) -> bool:
        return is_leaf_type(get_named_type(kind.fields[name].type))

    def field(self, parent, name: str, depth: int) -> str:
        definition = parent.fields[name]
        kind = get_named_type(definition.type)
        inside = self.selection(kind, depth - 1) if is_composite_type(kind) else ""
        alias = self.alias(name)
        return f"{alias}{name}{self.arguments(definition)}{self.directive()} {inside}"

    def alias(self, name: str) -> str:
        if self.aliases == 9 or self.pick.random() < 0.9:
            return ""
        self.aliases += 1
        return f"a{self.aliases}_{name}: "

    def directive(self) -> str:
        if self.directives == 9 or self.pick.random() < 0.9:
            return ""
        self.directives += 1
        return f" {self.pick.choice(DIRECTIVES)}"

    def arguments(self, definition) -> str:
        given = {}
        for name, argument in definition.args.items():
            apart = set().union(*(group for group in APART if name in group))
            if name in NEVER or apart & set(given):
                continue
            needed = is_required_argument(argument) or "id" in apart
            if needed or self.pick.random() < 0.5:
                owner = get_named_type(definition.type).name
                given[name] = self.value(name, get_named_type(argument.type), owner)
        if given.keys() & {"withinKm", "orderBy"}:
            given.setdefault("commune", '"58218"')
        said = ", ".join(f"{name}: {value}" for name, value in given.items())
        return f"({said})" if said else ""

    def value(self, name: str, kind, owner: str) -> str:
        if isinstance(kind, GraphQLEnumType):
            return self.pick.choice(sorted(kind.values))
        if name == "id":
            return f'"{self.pick.choice(self.ids[owner])}"'
        return self.pick.choice(VALUES.get(name, ['"ABCDEF"']))
