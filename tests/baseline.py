"""What a test committed is undone by writing back the rows that migrating left.

Django empties the tables and migrates again, which makes every permission, page and
rule anew: half a second after each test that commits. The same rows, with the same
keys, come back in a tenth of that.
"""

from django.db import connection, transaction
from django.test import TransactionTestCase

from graphql_api.freshness.models import Change

# Foreign keys and our own triggers rest meanwhile, as TRUNCATE lets them.
AT_REST = "SET LOCAL session_replication_role = replica"
LEFT: dict[str, "Rows"] = {}  # by table, what migrating left
Rows = list[tuple] | list[bytes]


def keep_what_migrating_left() -> None:
    """Read every table once, and write it back after each test that commits."""
    LEFT.update({table: rows_of(table) for table in tables()})
    TransactionTestCase._fixture_teardown = write_back


def tables() -> list[str]:
    """Return the tables of models, last the one that writing to others changes."""
    names = connection.introspection.django_table_names(only_existing=True)
    return sorted(names, key=lambda name: (name == Change._meta.db_table, name))


def rows_of(table: str) -> Rows:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" TO STDOUT') as out:
                return [bytes(one) for one in out]
        return cursor.execute(f'SELECT {columns(table)} FROM "{table}"').fetchall()


def columns(table: str) -> str:
    """Return the columns that can be written, generated ones left out."""
    with connection.cursor() as cursor:
        found = cursor.execute(f'PRAGMA table_info("{table}")').fetchall()
    return ", ".join(f'"{name}"' for _place, name, *_rest in found)


def write_back(_case: TransactionTestCase) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(AT_REST)
            cursor.execute("".join(f'DELETE FROM "{table}";' for table in LEFT))
        for table, rows in LEFT.items():
            if connection.vendor == "sqlite":
                cursor.execute(f'DELETE FROM "{table}"')
            if rows:
                write(cursor, table, rows)


def write(cursor, table: str, rows: Rows) -> None:
    if connection.vendor == "postgresql":
        with cursor.copy(f'COPY "{table}" FROM STDIN') as into:
            for one in rows:
                into.write(one)
        return
    marks = ", ".join(["%s"] * len(rows[0]))
    into = f'"{table}" ({columns(table)})'
    cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", rows)


def end_other_connections() -> None:
    """Let the database be dropped, whatever threads of servers still hold."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
