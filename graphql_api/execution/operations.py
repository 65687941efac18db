"""One operation: measured, paid for, executed."""

from dataclasses import dataclass
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest
from graphql import (
    ExecutionResult,
    FieldNode,
    OperationDefinitionNode,
    OperationType,
    execute_sync,
    get_operation_ast,
)
from graphql.execution.values import get_variable_values

from moderation.sanctions import SUSPENDED, suspended, words_of_suspension

from ..errors import forbidden
from ..requests import Asked, Refused, RefusedDocument
from ..schema import schema
from . import plans
from .allowances import Caller, excess
from .answers import Lasting
from .cost import Estimate
from .deadline import Deadline
from .documents import document_of
from .structure import Structure, Told, Values

LONGEST = 2_000  # bytes of variables, to be remembered


@dataclass
class Executed:
    """What an answer is made of; `lasting` when it may be kept."""

    result: ExecutionResult
    extensions: dict[str, Any]
    lasting: Lasting | None = None


def execute(request: HttpRequest, asked: Asked) -> Executed:
    """Execute one operation, once it is measured and paid for."""
    caller = Caller.of(request)
    caller.spend("requests", 1)
    structure = document_of(asked)
    operation = operation_of(structure, asked)
    changes = operation.operation is OperationType.MUTATION
    if changes and request.method == "GET":
        raise Refused(405, "BAD_USER_INPUT", "Send mutations with POST.")
    told = told_of(structure, operation, asked)
    extensions = pay(caller, structure, operation, told.cost)
    if changes:
        refuse_suspended(request, operation)
        return Executed(graphql_core(request, structure, asked), extensions)
    with Deadline():
        # A text that comes with its hash is to be registered, each time it comes.
        registers = asked.query and "persistedQuery" in asked.extensions
        lasting = None if registers else Lasting.of(request, structure, told.cost)
        result = read(request, structure, operation, asked, told.values)
    return Executed(result, extensions, lasting)


def told_of(structure: Structure, operation, asked: Asked) -> Told:
    """Return what these variables make of an operation.

    Found once for the same variables of a query. Those of a mutation are words and
    passwords, which memory does not keep.
    """
    given = orjson.dumps(asked.variables, option=orjson.OPT_SORT_KEYS)
    changes = operation.operation is OperationType.MUTATION
    if changes or len(given) > LONGEST:
        return told_by(structure, operation, asked.variables)
    known = structure.told.get(key := (id(operation), given))
    if known is None:
        known = structure.told.keep(key, told_by(structure, operation, asked.variables))
    return known


def told_by(structure: Structure, operation, given: dict[str, Any]) -> Told:
    ours = schema.graphql_schema
    cost = Estimate(ours, structure.fragments, given).of(operation)
    values = get_variable_values(ours, operation.variable_definitions, given)
    return Told(cost, values if isinstance(values, dict) else None)


def refuse_suspended(request: HttpRequest, operation) -> None:
    """Let suspended people contest, and nothing else."""
    if not suspended(request.user):
        return
    asked_for = {
        one.name.value if isinstance(one, FieldNode) else None
        for one in operation.selection_set.selections
    }
    if not asked_for <= set(settings.SUSPENDED_MAY_MUTATE):
        words = words_of_suspension(request.user)
        raise Refused(403, "FORBIDDEN", forbidden(SUSPENDED, words))


def read(request, structure, operation, asked, values: Values) -> ExecutionResult:
    """Answer a query by its plan, or without."""
    if settings.GRAPHQL_PLANS and values is not None:
        wanted = (schema.graphql_schema, structure, operation, values)
        if data := plans.answer(request, *wanted):
            return ExecutionResult(data, None)
    return graphql_core(request, structure, asked)


def graphql_core(request, structure: Structure, asked: Asked) -> ExecutionResult:
    return execute_sync(
        schema.graphql_schema,
        structure.document,
        context_value=request,
        variable_values=asked.variables,
        operation_name=asked.operation_name,
    )


def operation_of(structure: Structure, asked: Asked) -> OperationDefinitionNode:
    operation = get_operation_ast(structure.document, asked.operation_name)
    if operation is None:
        raise RefusedDocument("BAD_USER_INPUT", "No operation of this name.")
    return operation


def pay(caller: Caller, structure: Structure, operation, cost: int) -> dict[str, Any]:
    """Take the cost from the caller's minute, or refuse; the answer tells it."""
    extensions = {"cost": {"requested": cost, "maximum": caller.allowed["cost"]}}
    size = structure.sizes[operation.name.value if operation.name else None]
    try:
        if too_much := excess(caller.allowed, size, cost):
            raise RefusedDocument("LIMIT_EXCEEDED", too_much)
        caller.spend("points", cost)
    except Refused as refused:
        refused.extensions = extensions
        raise
    return extensions
