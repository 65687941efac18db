"""A query that takes too long is given up: its statements are counted and timed."""

from collections.abc import Callable
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections

from ..errors import refusal

CHECK_EVERY = 10_000  # instructions of SQLite
CANCELLED = "57014"  # PostgreSQL: the statement went beyond `statement_timeout`


class Deadline:
    """Bounds what is read inside it: wraps each statement, refuses those beyond.

    SQLite is interrupted besides, PostgreSQL has its own timeout.
    """

    def __enter__(self) -> None:
        self.ends = monotonic() + settings.GRAPHQL_LIMITS["seconds"]
        self.left = settings.GRAPHQL_LIMITS["statements"]
        self.link: Any = connections[DEFAULT_DB_ALIAS]
        self.link.execute_wrappers.append(self)
        if self.link.vendor == "sqlite":
            self.link.ensure_connection()
            self.interrupt(self.passed)

    def __exit__(self, *_error) -> None:
        self.link.execute_wrappers.remove(self)
        if self.link.vendor == "sqlite":
            self.interrupt(None)

    def interrupt(self, when: Callable[[], bool] | None) -> None:
        self.link.connection.set_progress_handler(when, CHECK_EVERY if when else 0)

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
