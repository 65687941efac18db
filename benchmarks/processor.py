"""Processor time of a server and of PostgreSQL, as the kernel counts it."""

import os
from dataclasses import dataclass

import psycopg

from .servers import children, open_text

TICK = os.sysconf("SC_CLK_TCK")
BACKENDS = """
SELECT pid, datname = current_database() AND backend_type IN
         ('client backend', 'parallel worker'),
       datname <> current_database() AND backend_type = 'client backend'
FROM pg_stat_activity WHERE pid <> pg_backend_pid()
"""


def fields(pid: int) -> list[int]:
    """Return the numbers of /proc/PID/stat that follow the state; none once it ended.

    Number 0 is the parent, 10 and 11 the time of the process, 12 and 13 that of the
    children it buried, in ticks.
    """
    try:
        after = open_text(f"/proc/{pid}/stat").rpartition(") ")[2]
    except OSError:
        return []
    return [int(word) for word in after.split()[1:]]


def seconds(pid: int) -> float:
    return sum(fields(pid)[10:12]) / TICK


def with_children(pid: int) -> float:
    """Return the time of a server, of its workers and of those it buried."""
    buried = sum(fields(pid)[12:14]) / TICK
    return seconds(pid) + buried + sum(seconds(child) for child in children(pid))


@dataclass
class Backends:
    """What PostgreSQL has used for one database up to now."""

    used: dict[int, float]
    buried: float
    alone: bool

    @classmethod
    def now(cls, connection: psycopg.Connection) -> "Backends":
        rows = connection.execute(BACKENDS).fetchall()
        postmaster = fields(connection.info.backend_pid)[0]
        return cls(
            {pid: seconds(pid) for pid, ours, _other in rows if ours},
            sum(fields(postmaster)[12:14]) / TICK,
            not any(other for _pid, _ours, other in rows),
        )

    def since(self, before: "Backends") -> float:
        """Return the seconds used since; of ended backends too, when all were ours."""
        live = sum(used - before.used.get(pid, 0) for pid, used in self.used.items())
        if not (self.alone and before.alone):
            return live
        gone = before.used.keys() - self.used.keys()
        return live + self.buried - before.buried - sum(before.used[p] for p in gone)
