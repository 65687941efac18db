"""Processes started for one measure, and ended by their own id."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from tempfile import TemporaryFile

from .answers import ask
from .databases import ROOT
from .environment import environment
from .peers import MODES, Mode, Peer, name_of, ways

WORKERS, THREADS = 2, 4  # those of docs/deploying.md
PATIENCE = 60


@dataclass
class Server:
    peer: Peer
    mode: str
    database: str
    port: int
    process: subprocess.Popen

    @property
    def name(self) -> str:
        return name_of(self.peer, self.mode)

    @property
    def how(self) -> Mode:
        return MODES[self.mode]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.peer.path}"

    def answer(self, question: str) -> dict:
        return ask(self.url, self.peer.questions[question], self.how.headers)


@contextlib.contextmanager
def running(
    peer: Peer, mode: str, database: str, workers: int = WORKERS, threads: int = THREADS
) -> Iterator[Server]:
    """Start a server, wait until it answers, end it whatever happens."""
    port = free_port()
    with TemporaryFile("w+") as said:
        process = subprocess.Popen(
            peer.command(port, workers, threads),
            cwd=ROOT,
            env=environment(
                database, **{**peer.environment, **MODES[mode].environment}
            ),
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            server = Server(peer, mode, database, port, process)
            wait_for(server, said)
            yield server
        finally:
            end(process)


@contextlib.contextmanager
def all_running(names: list[str], database: str) -> Iterator[list[Server]]:
    """Start what `names` ask; ways that differ by their headers share a server.

    PostgreSQL allows 100 connections, of which each server keeps eight.
    """
    started: dict[tuple[str, str], Server] = {}
    servers = []
    with contextlib.ExitStack() as stack:
        for peer, mode in (ways()[name] for name in names):
            key = (peer.name, str(MODES[mode].environment))
            if key not in started:
                started[key] = stack.enter_context(running(peer, mode, database))
            servers.append(replace(started[key], mode=mode))
        yield servers


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(server: Server, said) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            server.answer("q3")
            return
        except ConnectionError:
            time.sleep(0.1)
        except OSError as error:
            if not isinstance(getattr(error, "reason", None), ConnectionError):
                break
            time.sleep(0.1)
    said.seek(0)
    raise RuntimeError(f"{server.peer.name} does not answer:\n{said.read()[-3000:]}")


def end(process: subprocess.Popen) -> None:
    """End a server gently; then, by their ids, it and what it started."""
    below = children(process.pid)
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pid in below:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def children(parent: int) -> list[int]:
    """Return the ids of the processes below `parent`."""
    try:
        tasks = os.listdir(f"/proc/{parent}/task")
        direct = [
            int(pid)
            for task in tasks
            for pid in open_text(f"/proc/{parent}/task/{task}/children").split()
        ]
    except OSError:
        return []
    return direct + [pid for child in direct for pid in children(child)]


def open_text(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()
