"""A query that takes too long is given up: its statements are counted and timed."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from django.conf import settings
from django.db import OperationalError, connection

from ..errors import refusal

CHECK_EVERY = 10_000  # instructions of SQLite
CANCELLED = "57014"  # PostgreSQL: the statement went beyond `statement_timeout`


class Deadline:
    """Wraps the statements of one query; past its limits, refuses the next."""

    def __init__(self) -> None:
        self.ends = monotonic() + settings.GRAPHQL_LIMITS["seconds"]
        self.left = settings.GRAPHQL_LIMITS["statements"]

    def passed(self) -> bool:
        return monotonic() > self.ends

    def __call__(self, execute, *statement):
        self.left -= 1
        if self.left < 0 or self.passed():
            raise too_long()
        try:
            return execute(*statement)
        except OperationalError as error:
            state = getattr(error.__cause__, "sqlstate", None)
            if state == CANCELLED or str(error) == "interrupted":
                raise too_long() from error
            raise


def too_long():
    return refusal("LIMIT_EXCEEDED", "The query takes too long: ask for less.")


@contextmanager
def deadline() -> Iterator[None]:
    """Bound what is read inside; SQLite is interrupted, PostgreSQL has its timeout."""
    limit = Deadline()
    with connection.execute_wrapper(limit):
        if connection.vendor != "sqlite":
            yield
            return
        connection.ensure_connection()
        connection.connection.set_progress_handler(limit.passed, CHECK_EVERY)
        try:
            yield
        finally:
            connection.connection.set_progress_handler(None, 0)
