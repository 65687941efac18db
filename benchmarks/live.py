"""What open conversations cost: `python -m benchmarks.live`.

A granian as docs/deploying.md starts it, on PostgreSQL; readers who ask as
static/js/thread.js does at its fastest, each over a connection of their own, while
messages are written. Prints what was answered, how fast, and what it took.
"""

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from .databases import POSTGRESQL, ROOT
from .environment import environment
from .peers import granian
from .servers import THREADS, WORKERS, children, end, free_port

DATABASE = "nss_bench_live"
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Reader:
    """One open tab."""

    path: str
    cookie: str
    etag: str = ""
    took: list[float] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)


def main() -> None:
    given = arguments()
    with served(given.readers) as (rows, port, pid, address):
        readers = [Reader(*row) for row in rows]
        asyncio.run(measure(readers, given, port, pid, address))


@contextmanager
def served(readers: int) -> Iterator[tuple[list[list[str]], int, int, str]]:
    """Yield where each reader asks, and the server: port, process, database."""
    address = f"{POSTGRESQL}/{DATABASE}?sslmode=disable"
    told = environment(address)
    make_database()
    try:
        rows = seeded(told, readers)
        with tempfile.TemporaryFile() as said:
            port = free_port()
            command = granian("config.wsgi:application")(port, WORKERS, THREADS)
            server = subprocess.Popen(
                command, cwd=ROOT, env=told, stdout=said, stderr=said
            )
            try:
                yield rows, port, server.pid, address
            finally:
                end(server)
    finally:
        drop_database()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--readers", type=int, default=300)
    parser.add_argument("--every", type=float, default=3, help="seconds")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--writes", type=float, default=2, help="messages a second")
    return parser.parse_args()


# --- Data -----------------------------------------------------------------------------


def make_database() -> None:
    drop_database()
    with psycopg.connect(f"{POSTGRESQL}/postgres", autocommit=True) as connection:
        name = sql.Identifier(DATABASE)
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))


def drop_database() -> None:
    with psycopg.connect(f"{POSTGRESQL}/postgres", autocommit=True) as connection:
        name = sql.Identifier(DATABASE)
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        connection.execute(drop.format(name))


def seeded(told: dict[str, str], readers: int) -> list[list[str]]:
    """Return where each reader asks, and the cookie they ask with."""
    manage = [sys.executable, "manage.py"]
    for words in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
        subprocess.run([*manage, *words], cwd=ROOT, env=told, check=True)
    command = [sys.executable, "-m", "benchmarks.open_conversations", str(readers)]
    ran = subprocess.run(
        command, cwd=ROOT, env=told, check=True, capture_output=True, text=True
    )
    return json.loads(ran.stdout)


# --- Load -----------------------------------------------------------------------------


async def measure(readers, given, port: int, pid: int, address: str) -> None:
    await until_it_answers(port)
    processes = [pid, *children(pid)]
    await load(readers, given, port, address, seconds=5)  # warm
    for reader in readers:
        reader.took.clear()
        reader.statuses.clear()
    before, started = spent(processes), time.monotonic()
    written = await load(readers, given, port, address, given.seconds)
    lasted = time.monotonic() - started
    cpu = (spent(processes) - before) / lasted
    report(readers, written, lasted, cpu, processes)


async def until_it_answers(port: int) -> None:
    for _try in range(300):
        try:
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return
    raise RuntimeError("The server does not answer.")


async def load(readers, given, port: int, address: str, seconds: float) -> int:
    finish = time.monotonic() + seconds
    tabs = [keep_asking(one, port, given.every, finish) for one in readers]
    _tabs, written = await asyncio.gather(
        asyncio.gather(*tabs), keep_writing(address, given.writes, finish)
    )
    return written


async def keep_asking(reader: Reader, port: int, every: float, finish: float) -> None:
    await asyncio.sleep(random.uniform(0, every))
    streams = await asyncio.open_connection("127.0.0.1", port)
    while time.monotonic() < finish:
        started = time.monotonic()
        await ask(reader, *streams)
        reader.took.append(time.monotonic() - started)
        await asyncio.sleep(every * random.uniform(0.9, 1.1))
    streams[1].close()


async def ask(reader: Reader, answers, questions) -> None:
    questions.write(
        f"GET {reader.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"X-Forwarded-Proto: https\r\nCookie: __Host-sessionid={reader.cookie}\r\n"
        f"If-None-Match: {reader.etag}\r\n\r\n".encode()
    )
    head = (await answers.readuntil(b"\r\n\r\n")).decode()
    first, *lines = head.strip().split("\r\n")
    headers = {
        name.lower(): value
        for name, _colon, value in (line.partition(": ") for line in lines)
    }
    reader.statuses.append(int(first.split()[1]))
    reader.etag = headers.get("etag", reader.etag)
    if length := int(headers.get("content-length", 0)):
        await answers.readexactly(length)


async def keep_writing(address: str, rate: float, finish: float) -> int:
    """Write messages into conversations taken at random, as their other person."""
    written = 0
    async with await psycopg.AsyncConnection.connect(
        address, autocommit=True
    ) as connection:
        while time.monotonic() < finish:
            await connection.execute(WRITE)
            written += 1
            await asyncio.sleep(1 / rate)
    return written


WRITE = """
INSERT INTO messaging_message (public_id, conversation_id, author_id, body, source,
    state, kept_words, idempotency_key, search_words, created_at)
SELECT gen_random_uuid(), conversation.id, listing.author_id, 'Et samedi ?', 'web',
    'delivered', '', '', ' samed ', now()
FROM messaging_conversation conversation
JOIN listings_listing listing ON listing.id = conversation.listing_id
ORDER BY random() LIMIT 1
"""


# --- Figures --------------------------------------------------------------------------


def spent(processes: list[int]) -> float:
    """Return the seconds of processor that these processes used so far."""
    return sum(map(ticks, processes)) / TICKS


def ticks(process: int) -> int:
    said = Path(f"/proc/{process}/stat").read_text("ascii")
    user, system = said.rpartition(")")[2].split()[11:13]
    return int(user) + int(system)


def resident(process: int) -> int:
    return int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1]) * PAGE


def report(readers, written: int, lasted: float, cpu: float, processes) -> None:
    took = sorted(one for reader in readers for one in reader.took)
    statuses = [one for reader in readers for one in reader.statuses]
    counts = {status: statuses.count(status) for status in sorted(set(statuses))}
    if not counts.keys() <= {200, 304}:
        raise SystemExit(f"Not measured, the answers are wrong: {counts}")
    memory = sum(map(resident, processes)) / 1024**2
    print(f"readers {len(readers)}, {lasted:.0f} s, messages written {written}")
    print(f"answers {len(took)} ({len(took) / lasted:.0f}/s), statuses {counts}")
    for share in (50, 95, 99):
        print(f"p{share} {took[len(took) * share // 100] * 1000:.1f} ms")
    print(f"server: {cpu * 100:.0f} % of one core, {memory:.0f} MB")
    print(f"per answer: {cpu * lasted / len(took) * 1000:.1f} ms of processor")


if __name__ == "__main__":
    main()
