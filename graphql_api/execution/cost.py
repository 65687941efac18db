"""What an operation may make us fetch, told before it is executed.

An object costs 1, a scalar nothing; a list multiplies by the size it may have; counting
a list costs 5 more and searching in one 10.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    get_named_type,
    value_from_ast_untyped,
)

from ..pagination import DEFAULT_SIZE, MAX_SIZE

COUNT, SEARCH, INTROSPECTION = 5, 10, 100
# Objects that come with their parent: no row of their own.
WITHIN = {
    "PageInfo",
    "Price",
    "PhotoSize",
    "Rendition",
    "RichText",
    "Question",
    "Subject",
    "Obstacle",
    "Advice",
}
# How many there are, where no argument says it: seldom more. Of ten blocks of a body,
# one shows listings, six of them.
SIZES = {
    "body": 10,
    "listings": 1,
    "photos": 6,
    "categories": 14,
    "activity": 50,
    "breadcrumbs": 4,
    "notificationPreferences": 3,
}
OTHER_LIST = 10


@dataclass
class Estimate:
    """The cost of one operation with these variables."""

    schema: GraphQLSchema
    fragments: dict[str, FragmentDefinitionNode]
    variables: dict[str, Any]
    known: dict[tuple[str, int], int] = field(default_factory=dict)

    def of(self, operation: OperationDefinitionNode) -> int:
        self.variables = defaults(operation) | self.variables
        root = self.schema.get_root_type(operation.operation)
        return self.of_all(operation.selection_set.selections, root, 1)

    def of_all(self, nodes: Iterable[SelectionNode], parent, size: int) -> int:
        """Add up `nodes`, asked of a `parent` whose edges are `size` in number."""
        return sum(self.of_one(node, parent, size) for node in nodes)

    def of_one(self, node: SelectionNode, parent, size: int) -> int:
        if isinstance(node, FieldNode):
            return self.of_field(node, parent, size)
        if isinstance(node, FragmentSpreadNode):
            return self.of_fragment(node.name.value, size)
        return self.of_inline(cast(InlineFragmentNode, node), parent, size)

    def of_inline(self, node: InlineFragmentNode, parent, size: int) -> int:
        condition = node.type_condition
        inside = self.schema.type_map[condition.name.value] if condition else parent
        return self.of_all(node.selection_set.selections, inside, size)

    def of_fragment(self, name: str, size: int) -> int:
        if (name, size) not in self.known:
            fragment = self.fragments[name]
            kind = self.schema.type_map[fragment.type_condition.name.value]
            nodes = fragment.selection_set.selections
            self.known[name, size] = self.of_all(nodes, kind, size)
        return self.known[name, size]

    def of_field(self, node: FieldNode, parent, size: int) -> int:
        name = node.name.value
        if name == "totalCount":
            return COUNT
        if name in ("__schema", "__type"):
            return INTROSPECTION
        definition = getattr(parent, "fields", {}).get(name)
        if definition is None or node.selection_set is None:
            return 0
        kind = get_named_type(definition.type)
        search, inner = 0, size
        if kind.name.endswith("Connection"):
            arguments = self.arguments(node, definition)
            search = SEARCH if arguments.get("search") or name == "search" else 0
            inner = page_size(arguments)
        inside = self.of_all(node.selection_set.selections, kind, inner)
        return search + times(name, definition, kind, size) * (own(kind) + inside)

    def arguments(self, node: FieldNode, definition: GraphQLField) -> dict[str, Any]:
        given = {name: one.default_value for name, one in definition.args.items()}
        for argument in node.arguments:
            value = value_from_ast_untyped(argument.value, self.variables)
            given[argument.name.value] = value
        return given


def defaults(operation: OperationDefinitionNode) -> dict[str, Any]:
    return {
        one.variable.name.value: value_from_ast_untyped(one.default_value)
        for one in operation.variable_definitions
        if one.default_value
    }


def page_size(arguments: dict[str, Any]) -> int:
    asked = [arguments.get("first"), arguments.get("last")]
    sizes = [min(max(one, 1), MAX_SIZE) for one in asked if isinstance(one, int)]
    return max(sizes, default=DEFAULT_SIZE)


def own(kind) -> int:
    wrapper = kind.name.endswith(("Connection", "Edge")) or kind.name in WITHIN
    return 0 if wrapper else 1


def times(name: str, definition: GraphQLField, kind, size: int) -> int:
    """Return how many objects the field may give: `size` for the edges of a page."""
    if not is_list(definition.type):
        return 1
    return size if kind.name.endswith("Edge") else SIZES.get(name, OTHER_LIST)


def is_list(kind) -> bool:
    return isinstance(kind, GraphQLList) or (
        isinstance(kind, GraphQLNonNull) and isinstance(kind.of_type, GraphQLList)
    )
