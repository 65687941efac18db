"""Other processes that serve the database of the tests."""

import os
import socket
import subprocess
import sys
import time

import pytest
import requests
from django.db import connection

SERVER = """
import os
from django.conf import settings
from django.test.utils import setup_test_environment
import django
django.setup()
setup_test_environment()
settings.GRAPHQL_KEEP_ANSWERS = True
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from config.requests import RequestMiddleware
from graphql_api.shortcut import Shortcut
class Quiet(WSGIRequestHandler):
    def log_message(self, *words): pass
server = ThreadedWSGIServer(("127.0.0.1", int(os.environ["PORT"])), Quiet)
server.set_app(Shortcut(get_wsgi_application(), RequestMiddleware))
server.serve_forever()
"""


class Server:
    """A process that answers on a port of its own; it may be killed and start again."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.start()

    @property
    def graphql(self) -> str:
        return f"http://localhost:{self.port}/graphql/"

    def start(self) -> None:
        served = {"PORT": str(self.port), "DATABASE_URL": address_of_database()}
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVER], env={**os.environ, **served}
        )

    def wait(self) -> None:
        while self.process.poll() is None:
            try:
                probe = {"query": "{__typename}"}
                return requests.get(self.graphql, probe, timeout=5).close()
            except requests.ConnectionError:
                time.sleep(0.1)
        pytest.fail("The server ended.")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def address_of_database() -> str:
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    person = f"{known['USER']}:{known['PASSWORD']}"
    return (
        f"postgres://{person}@{known['HOST']}:{known['PORT'] or 5432}/{known['NAME']}"
    )
