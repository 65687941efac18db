"""A server that knows four documents: no framework, one prepared statement each."""

import json
import os
import threading

import psycopg

from benchmarks.documents import questions

from .statements import STATEMENTS

KNOWN = {asked.text: STATEMENTS[name] for name, asked in questions().items()}
SITE = {"site": os.environ["SITE_URL"]}
local = threading.local()


def connection() -> psycopg.Connection:
    """Return the connection of this thread, opened once."""
    if not hasattr(local, "connection"):
        address = os.environ["DATABASE_URL"]
        local.connection = psycopg.connect(address, autocommit=True)
    return local.connection


def application(environ, start_response):
    asked = json.loads(environ["wsgi.input"].read())
    statement, bound = KNOWN[asked["query"]]
    values = bound(asked["variables"]) | SITE
    row = connection().execute(statement, values, prepare=True).fetchone()
    body = row[0].encode()
    size = str(len(body))
    headers = [("Content-Type", "application/json"), ("Content-Length", size)]
    start_response("200 OK", headers)
    return [body]
