"""Each query of the suite is answered by its plan and by graphql-core, and compared."""

from contextlib import contextmanager

import pytest
from django.db import connection
from graphql import ExecutionResult

from graphql_api.execution import operations, plans
from graphql_api.schema import schema
from graphql_api.views import dumped

compared: set[str] = set()


def read_both_ways(request, structure, operation, asked, values):
    """Answer by the plan; fail when graphql-core would have said anything else."""
    if values is None:
        return left_to_graphql_core(request, structure, asked)
    data = plans.answer(request, schema.graphql_schema, structure, operation, values)
    if data is None:
        return left_to_graphql_core(request, structure, asked)
    planned = ExecutionResult(data, None)
    with unseen():
        slow = operations.graphql_core(request, structure, asked)
    assert (dumped(planned.data), None) == (dumped(slow.data), slow.errors)
    compared.add(structure.document.loc.source.body)
    return planned


@contextmanager
def unseen():
    """Let statements inside go uncounted, by the tests and by the deadline."""
    known, connection.execute_wrappers = connection.execute_wrappers, []
    count = len(connection.queries_log)
    yield
    connection.execute_wrappers = known
    while len(connection.queries_log) > count:
        connection.queries_log.pop()


def left_to_graphql_core(request, structure, asked):
    """Answer what only graphql-core can: a mistake, or what the schema holds."""
    slow = operations.graphql_core(request, structure, asked)
    text = structure.document.loc.source.body
    assert slow.errors or "__schema" in text or "__type(" in text, "a plan gave up"
    return slow


@pytest.fixture(autouse=True)
def both_ways(monkeypatch):
    monkeypatch.setattr(operations, "read", read_both_ways)


def pytest_terminal_summary(terminalreporter):
    if compared:
        terminalreporter.write_line(
            f"{len(compared)} GraphQL documents: plans and graphql-core say the same"
        )
