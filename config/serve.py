"""`make run`: a database brought up to date, a web server and a worker, together."""

import argparse
import os
import signal
import socket
import subprocess
import sys

import django
from django.core.management import call_command
from django.db import connections

ADDRESS = "127.0.0.1"


def main() -> None:
    port = arguments().port
    if taken(port):
        sys.exit(
            f"Le port {port} est déjà pris. Choisissez-en un autre : "
            f"make run PORT={port + 1}"
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    os.environ.setdefault("SITE_URL", f"http://{ADDRESS}:{port}")
    bring_up_to_date()
    print(f"Le site : http://{ADDRESS}:{port}/", flush=True)
    print(f"Les pages : http://{ADDRESS}:{port}/admin/", flush=True)
    print(f"GraphQL : http://{ADDRESS}:{port}/graphql/", flush=True)
    serve(port)


def bring_up_to_date() -> None:
    """Migrate and load the demo in this process: starting Django takes a second."""
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_demo")
    connections.close_all()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=8000)
    return parser.parse_args()


def taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((ADDRESS, port)) == 0


def manage(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "manage.py", *words])


def serve(port: int) -> None:
    """Run server and worker until one ends or Ctrl+C; then end the other."""
    worker = manage("work")
    server = manage("runserver", "--noreload", f"{ADDRESS}:{port}")
    signal.signal(signal.SIGTERM, lambda *_args: sys.exit(0))
    try:
        server.wait()
    except KeyboardInterrupt:
        pass
    finally:
        for process in (server, worker):
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()
