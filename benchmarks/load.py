"""Ten clients that ask one question as fast as they are answered."""

import json
import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile

import psycopg

from .answers import persisted
from .processor import Backends, with_children
from .servers import Server

SCRIPT = Path(__file__).with_name("load.lua")
CONNECTIONS = 10
WARM_UP = 1  # second; opens the connections and prepares what can be


@dataclass(frozen=True)
class Run:
    """One server under load by one question, for a few seconds."""

    rate: float
    p50: float  # milliseconds
    p99: float
    size: float  # bytes of an answer, headers included
    application: float  # milliseconds of processor for a request
    postgresql: float

    @property
    def processor(self) -> float:
        return self.application + self.postgresql


Runs = dict[tuple[str, str], list[Run]]  # by server and question


def in_turn(
    servers: list[Server], names: Iterable[str], seconds: int, rounds: int
) -> Runs:
    """Return the runs of each server and question: rounds in turn, there and back."""
    runs: Runs = {}
    for number in range(rounds):
        print(f"Round {number + 1} of {rounds}.", flush=True)
        for name in names:
            for server in servers if number % 2 == 0 else reversed(servers):
                done = run(server, name, seconds)
                runs.setdefault((server.name, name), []).append(done)
    return runs


def run(server: Server, question: str, seconds: int) -> Run:
    asked = server.peer.questions[question]
    url, headers = server.url, server.how.headers
    if server.how.conditional:
        url, tag = persisted(url, asked)
        headers = {**headers, "If-None-Match": tag}
    load = partial(wrk, server.name, url, headers)
    with (
        psycopg.connect(server.database, autocommit=True) as connection,
        NamedTemporaryFile("w", suffix=".json") as file,
    ):
        file.write("" if server.how.conditional else asked.body)
        file.flush()
        load(file.name, WARM_UP)
        backends, used = Backends.now(connection), with_children(server.process.pid)
        found = load(file.name, seconds)
        used = with_children(server.process.pid) - used
        stored = Backends.now(connection).since(backends)
    if not (requests := found["requests"]):
        raise RuntimeError(f"{server.name} answers nothing in {seconds} s.")
    return Run(
        rate=requests / found["seconds"],
        p50=found["p50"],
        p99=found["p99"],
        size=found["bytes"] / requests,
        application=1000 * used / requests,
        postgresql=1000 * stored / requests,
    )


def wrk(name: str, url: str, headers: dict, body: str, seconds: int) -> dict:
    """Send the file `body`, by GET when it is empty, for some seconds."""
    options = ["-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout=30s"]
    lines = "\n".join(f"{key}: {value}" for key, value in headers.items())
    ran = subprocess.run(
        ["wrk", *options, "-s", str(SCRIPT), url],
        env={**os.environ, "BENCH_BODY": body, "BENCH_HEADERS": lines},
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(ran.stdout.partition("RESULT ")[2])
    if found["wrong"]:
        raise RuntimeError(f"{name} fails under load: {found}")
    return found
