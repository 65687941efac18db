"""Counts what a server really sends to PostgreSQL, whatever it is written in."""

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

EXECUTIONS = {b"Q", b"E"}  # a simple query, or the execution of a prepared one


class Counter:
    """Stands between a server and PostgreSQL, and counts executions."""

    def __init__(self, database: str):
        self.parts = urlsplit(database)
        self.count = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.accept, daemon=True).start()

    @property
    def address(self) -> str:
        """The database, reached through this counter."""
        user, at, _host = self.parts.netloc.rpartition("@")
        port = self.listener.getsockname()[1]
        return urlunsplit(self.parts._replace(netloc=f"{user}{at}127.0.0.1:{port}"))

    def accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _address = self.listener.accept()
                place = (self.parts.hostname, self.parts.port or 5432)
                server = socket.create_connection(place)
                for target, ends in (
                    (self.forth, (client, server)),
                    (self.back, (server, client)),
                ):
                    threading.Thread(target=target, args=ends, daemon=True).start()

    def back(self, server: socket.socket, client: socket.socket) -> None:
        with contextlib.suppress(OSError), server, client:
            while data := server.recv(65536):
                client.sendall(data)

    def forth(self, client: socket.socket, server: socket.socket) -> None:
        """Pass the messages of a client on; the first has no type before its length."""
        with contextlib.suppress(OSError), client, server:
            kind = b""
            while header := exactly(client, 4):
                (length,) = struct.unpack("!I", header)
                server.sendall(kind + header + exactly(client, length - 4))
                kind = exactly(client, 1)
                self.count += kind in EXECUTIONS

    def close(self) -> None:
        self.listener.close()


def exactly(source: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size and (more := source.recv(size - len(data))):
        data += more
    return data


@contextlib.contextmanager
def counting(database: str) -> Iterator[Counter]:
    counter = Counter(database)
    try:
        yield counter
    finally:
        counter.close()
