"""One database for each size, made once and used again while its recipe is the same."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
POSTGRESQL = os.environ.get(
    "BENCH_POSTGRESQL", "postgres://postgres@127.0.0.1:5432"
)  # without a database; over TCP without TLS, which nobody uses on one machine


def address(size: int) -> str:
    return f"{POSTGRESQL}/{name(size)}?sslmode=disable"


def name(size: int) -> str:
    return f"nss_bench_{size}"


def ready(size: int, environment: dict[str, str]) -> None:
    """Make the database of `size` unless it is there and complete."""
    with psycopg.connect(f"{POSTGRESQL}/postgres", autocommit=True) as connection:
        kept = recipe_of(connection, size)
        if kept and kept == f"{recipe()} {indexes(size)}":
            return
        print(f"Seeding {size} listings, once.", flush=True)
        database = sql.Identifier(name(size))
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        connection.execute(drop.format(database))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(database))
        fill(size, environment)
        comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
        made = sql.Literal(f"{recipe()} {indexes(size)}")
        connection.execute(comment.format(database, made))


def fill(size: int, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "benchmarks.seed", str(size)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def recipe_of(connection: psycopg.Connection, size: int) -> str | None:
    row = connection.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
        " WHERE datname = %s",
        [name(size)],
    ).fetchone()
    return row and row[0]


def indexes(size: int) -> str:
    """Return a digest of the indexes, which somebody may have tried others of."""
    with psycopg.connect(address(size)) as connection:
        row = connection.execute(
            "SELECT md5(string_agg(indexdef, ';' ORDER BY indexname))"
            " FROM pg_indexes WHERE schemaname = 'public'"
        ).fetchone()
    return row[0] if row else ""


def recipe() -> str:
    """Return a digest of the seeding and of the migrations it is written for."""
    paths = [
        *sorted(ROOT.glob("benchmarks/seed*/*.py")),
        *sorted(ROOT.glob("*/migrations/*.py")),
    ]
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
