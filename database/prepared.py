"""Statements that PostgreSQL prepared, executed without a cursor.

A cursor is made, adapted and waited for in Python, which takes as long as PostgreSQL
takes to read one listing. Here each connection remembers what it prepared, and one call
of libpq executes it.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import Any

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import AdaptersMap, Loader, PyFormat, Transformer
from psycopg.errors import (
    FeatureNotSupported,
    InvalidSqlStatementName,
    error_from_result,
)
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult
from psycopg.types.string import TextLoader

MOST = 200  # statements that one connection prepares
NUMBERS = count()
EXPECTED = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)


class InstantLoader(Loader):
    """Reads moments as Django has them written: in UTC, as in ISO 8601."""

    def load(self, data: Buffer) -> datetime:
        return datetime.fromisoformat(bytes(data).decode())


class Session:
    """One connection, what it prepared, and how its answers are read.

    Identifiers stay text, which plans write as it is; `Reads` makes objects of them.
    """

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection: psycopg.Connection = connection
        self.adapters = AdaptersMap(connection.adapters)
        self.adapters.register_loader("timestamptz", InstantLoader)
        self.adapters.register_loader("uuid", TextLoader)
        self.exchange = Transformer(self)  # remembers how each type is sent and read
        self.names: dict[tuple, bytes] = {}

    def rows(self, sql: str, params: Sequence[Any]) -> list[tuple]:
        exchange = self.exchange
        values = exchange.dump_sequence(params, [PyFormat.AUTO] * len(params))
        result = self.result(sql, values, exchange.types or (), exchange.formats)
        exchange.set_pgresult(result)
        return exchange.load_rows(0, result.ntuples, tuple)

    def result(self, sql: str, values, types: tuple, formats) -> PGresult:
        link, known = self.connection.pgconn, self.names.get((sql, types))
        if known is None and len(self.names) >= MOST:
            return checked(link.exec_params(numbered(sql), values, types, formats))
        if known is None:
            name = self.prepare(sql, types)
            return checked(link.exec_prepared(name, values, formats))
        try:
            return checked(link.exec_prepared(known, values, formats))
        except (InvalidSqlStatementName, FeatureNotSupported):
            # Somebody deallocated all, or a migration changed the type of a column.
            self.names.clear()
            if link.transaction_status != TransactionStatus.IDLE:
                raise
            return self.result(sql, values, types, formats)

    def prepare(self, sql: str, types: tuple) -> bytes:
        name = b"plan_%d" % next(NUMBERS)
        checked(self.connection.pgconn.prepare(name, numbered(sql), types))
        self.names[sql, types] = name
        return name


def checked(result: PGresult) -> PGresult:
    """Return `result`, or raise what it tells, as a cursor of psycopg does."""
    if result.status in EXPECTED:
        return result
    error = error_from_result(result)
    if error.sqlstate is None:  # not an answer of PostgreSQL: it is gone
        raise psycopg.OperationalError(str(error)) from error
    raise error


def numbered(sql: str) -> bytes:
    """Return `sql` with the parameters of PostgreSQL in the places of Django's."""
    first, *others = sql.split("%s")
    rest = (f"${place}{text}" for place, text in enumerate(others, 1))
    return "".join([first, *rest]).replace("%%", "%").encode()
