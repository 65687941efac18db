"""A resident who is signed in as long as a run lasts."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import django

from .environment import environment


@contextmanager
def session_in(database: str) -> Iterator[None]:
    """Keep the session that `SESSION` names in `database`."""
    os.environ.update(environment(database))
    django.setup()
    from django.db import connection

    from .sessions import neighbour, sign_in, sign_out

    sign_in(neighbour())
    connection.close()  # PostgreSQL serves the servers alone
    try:
        yield
    finally:
        sign_out()
        connection.close()
