"""How large a document is, told in one pass over its nodes, before it is validated.

Validation compares fields of one name by pairs: without these limits a document of
6 kB costs it 300 ms. Nothing here trusts the document: cycles and unknown names pass.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    ListValueNode,
    Node,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableDefinitionNode,
    VariableNode,
)

from ..freshness.kept import Kept

NOTHING = (0, 0, 0)
Values = dict[str, Any] | None  # of variables, as resolvers are given them


@dataclass(frozen=True)
class Size:
    """What one operation asks for once its fragments are put in their places."""

    depth: int
    aliases: int
    root_fields: int
    introspects: bool


@dataclass(frozen=True)
class Told:
    """What variables make of one operation; no values when they are not good."""

    cost: int
    values: Values


class Structure:
    """The measures of one document; fragments are measured once each."""

    def __init__(self, document: DocumentNode):
        self.document = document
        self.fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self.known: dict[str, tuple[int, int, int]] = {}
        self.plans: dict[tuple, Any] = {}  # see plans.py
        self.told: Kept[Told] = Kept(16)  # see operations.py

    @cached_property
    def roots(self) -> set[str]:
        """The names of the fields asked of the root, in any operation."""
        operations = (
            node.selection_set
            for node in self.document.definitions
            if isinstance(node, OperationDefinitionNode)
        )
        return {name for one in operations for name in self.names(one)}

    def names(self, selection_set: SelectionSetNode) -> Iterator[str]:
        """Yield the names of fields on one level, those of its fragments included."""
        for node in selection_set.selections:
            if isinstance(node, FieldNode):
                yield node.name.value
            elif isinstance(node, FragmentSpreadNode):
                yield from self.names(self.fragments[node.name.value].selection_set)
            elif isinstance(node, InlineFragmentNode):
                yield from self.names(node.selection_set)

    @cached_property
    def directive_variables(self) -> list[str]:
        """The variables that decide what `@skip` and `@include` leave."""
        directives = (
            one for one in nodes(self.document) if isinstance(one, DirectiveNode)
        )
        inside = (one for directive in directives for one in nodes(directive))
        return sorted(
            {one.name.value for one in inside if isinstance(one, VariableNode)}
        )

    @cached_property
    def sizes(self) -> dict[str | None, Size]:
        """The size of each operation, by its name."""
        return {
            node.name.value if node.name else None: self.size(node)
            for node in self.document.definitions
            if isinstance(node, OperationDefinitionNode)
        }

    def size(self, operation: OperationDefinitionNode) -> Size:
        roots = operation.selection_set.selections
        named = [node.name.value for node in roots if isinstance(node, FieldNode)]
        introspects = len(named) == len(roots)
        introspects &= all(name.startswith("__") for name in named)
        return Size(*self.of(operation.selection_set), introspects)

    def of(self, selection_set: SelectionSetNode | None) -> tuple[int, int, int]:
        """Return depth, aliases and number of fields of a selection."""
        if selection_set is None:
            return NOTHING
        each = [self.of_one(node) for node in selection_set.selections]
        depths, aliases, fields = zip(*each, strict=True)
        return max(depths), sum(aliases), sum(fields)

    def of_one(self, node) -> tuple[int, int, int]:
        if isinstance(node, FieldNode):
            depth, aliases, _fields = self.of(node.selection_set)
            return depth + 1, aliases + bool(node.alias), 1
        if isinstance(node, FragmentSpreadNode):
            return self.of_fragment(node.name.value)
        return self.of(node.selection_set)

    def of_fragment(self, name: str) -> tuple[int, int, int]:
        if name not in self.known:
            self.known[name] = NOTHING  # a cycle ends here; validation refuses it
            fragment = self.fragments.get(name)
            self.known[name] = self.of(fragment.selection_set if fragment else None)
        return self.known[name]

    @cached_property
    def counts(self) -> Counter[str]:
        """How many there are of what `GRAPHQL_LIMITS` counts in a whole document."""
        counts: Counter[str] = Counter(fragments=len(self.fragments))
        repeated = defaultdict(list)
        for node in nodes(self.document):
            if isinstance(node, FieldNode):
                repeated[(node.alias or node.name).value].append(weight(node))
            elif isinstance(node, DirectiveNode):
                counts["directives"] += 1
            elif isinstance(node, OperationDefinitionNode):
                counts["operations"] += 1
                counts["mutations"] += node.operation is OperationType.MUTATION
            elif isinstance(node, VariableDefinitionNode):
                counts["variables"] += 1
            elif isinstance(node, ListValueNode):
                counts["list_items"] = max(counts["list_items"], len(node.values))
        counts["comparisons"] = sum(map(comparisons, repeated.values()))
        return counts

    def excess(self) -> str | None:
        """Return what is too much whoever asks."""
        limits = settings.GRAPHQL_LIMITS
        for name, count in self.counts.items():
            if name in limits and count > limits[name]:
                return f"Too many {name} in the document: at most {limits[name]}."
        for size in self.sizes.values():
            if size.root_fields > limits["root_fields"]:
                return f"More than {limits['root_fields']} root fields."
        mutations = [size.root_fields for size in self.sizes.values()]
        if self.counts["mutations"] and sum(mutations) > 1:
            return "One mutation at a time."
        return None


def nodes(node: Node) -> Iterator[Node]:
    """Yield `node` and all below it."""
    waiting: list = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Node):
            yield one
            waiting += [getattr(one, key) for key in one.keys if key != "loc"]
        elif isinstance(one, list | tuple):
            waiting += one


def weight(field: FieldNode) -> int:
    """The cost of comparing this field with another: its arguments are printed."""
    return 1 + sum(1 for argument in field.arguments for _node in nodes(argument))


def comparisons(weights: list[int]) -> int:
    """An upper bound of what validation spends on fields of one name."""
    return (len(weights) - 1) * sum(weights)
