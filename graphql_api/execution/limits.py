"""How much one document may ask; runs after validation, so fragments have no cycle."""

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
)

from ..errors import refusal

MAX_DEPTH = 12
MAX_INTROSPECTION_DEPTH = 16  # the query of every code generator
MAX_ALIASES = 25
MAX_ROOT_FIELDS = 10


class Measures:
    """Depth, aliases and root fields of selections, each fragment measured once."""

    def __init__(self, document):
        self.fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self.known: dict[str, tuple[int, int, int]] = {}

    def of(self, selection_set) -> tuple[int, int, int]:
        if selection_set is None:
            return 0, 0, 0
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
            self.known[name] = self.of(self.fragments[name].selection_set)
        return self.known[name]


def excess(document) -> GraphQLError | None:
    """Return the first limit that `document` goes beyond."""
    measures = Measures(document)
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            message = too_much(node, *measures.of(node.selection_set))
            if message:
                return refusal("LIMIT_EXCEEDED", message)
    return None


def too_much(operation, depth: int, aliases: int, fields: int) -> str | None:
    roots = operation.selection_set.selections
    introspection = all(
        isinstance(node, FieldNode) and node.name.value.startswith("__")
        for node in roots
    )
    if depth > (MAX_INTROSPECTION_DEPTH if introspection else MAX_DEPTH):
        return f"The document is deeper than {MAX_DEPTH} levels."
    if aliases > MAX_ALIASES:
        return f"The document has more than {MAX_ALIASES} aliases."
    if fields > MAX_ROOT_FIELDS:
        return f"The document has more than {MAX_ROOT_FIELDS} root fields."
    if operation.operation is OperationType.MUTATION and fields > 1:
        return "One mutation at a time."
    return None
