"""Ten clients that ask one question as fast as they are answered."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

import psycopg

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


def run(server: Server, question: str, seconds: int, database: str) -> Run:
    body = server.peer.questions[question].body
    with (
        psycopg.connect(database, autocommit=True) as connection,
        NamedTemporaryFile("w", suffix=".json") as file,
    ):
        file.write(body)
        file.flush()
        wrk(server, file.name, WARM_UP)
        backends, used = Backends.now(connection), with_children(server.process.pid)
        found = wrk(server, file.name, seconds)
        used = with_children(server.process.pid) - used
        asked = Backends.now(connection).since(backends)
    if not (requests := found["requests"]):
        raise RuntimeError(f"{server.name} answers nothing in {seconds} s.")
    return Run(
        rate=requests / found["seconds"],
        p50=found["p50"],
        p99=found["p99"],
        size=found["bytes"] / requests,
        application=1000 * used / requests,
        postgresql=1000 * asked / requests,
    )


def wrk(server: Server, body: str, seconds: int) -> dict:
    options = ["-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout=30s"]
    headers = "\n".join(f"{name}: {it}" for name, it in server.how.headers.items())
    ran = subprocess.run(
        ["wrk", *options, "-s", str(SCRIPT), server.url],
        env={**os.environ, "BENCH_BODY": body, "BENCH_HEADERS": headers},
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(ran.stdout.partition("RESULT ")[2])
    if found["wrong"]:
        raise RuntimeError(f"{server.name} fails under load: {found}")
    return found
