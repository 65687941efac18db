"""Triggers that keep decisions, audit events and acceptances as they were written.

Only what names a person may be forgotten later: such a column may become empty, never
anything else. Rows end with their term, so that DELETE stays possible.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connections
from django.db.models import Model

from accounts.models import CharterAcceptance

from .models import AuditEvent, Decision

FUNCTION = "moderation_written_once"
# What erasing an account leaves empty.
FORGOTTEN: dict[type[Model], list[str]] = {
    Decision: ["owner_id", "moderator_id", "subject_line"],
    AuditEvent: ["actor_id", "case_id"],
    CharterAcceptance: ["user_id"],
}
POSTGRESQL_FUNCTION = f"""
    CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        before jsonb := to_jsonb(OLD);
        after jsonb := to_jsonb(NEW);
        name text;
    BEGIN
        FOREACH name IN ARRAY TG_ARGV LOOP
            IF after->name IN ('null'::jsonb, '""'::jsonb) THEN
                before := before - name;
                after := after - name;
            END IF;
        END LOOP;
        IF before <> after THEN
            RAISE EXCEPTION '% is written once', TG_TABLE_NAME
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$"""
POSTGRESQL_TRIGGER = """
    CREATE OR REPLACE TRIGGER {table}_written_once BEFORE UPDATE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {function}({forgotten})"""
SQLITE_TRIGGER = """
    CREATE TRIGGER IF NOT EXISTS {table}_written_once BEFORE UPDATE ON {table}
    WHEN NOT ({same}) BEGIN SELECT RAISE(ABORT, '{table} is written once'); END"""


def protect(using: str) -> None:
    """Install what is missing on the tables that are there."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if Decision._meta.db_table not in tables:
        return
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor, tables):
            cursor.execute(statement)


def statements(vendor: str, tables: set[str]) -> Iterator[str]:
    if vendor == "postgresql":
        yield POSTGRESQL_FUNCTION
    for model, forgotten in FORGOTTEN.items():
        table = model._meta.db_table
        if table not in tables:
            continue
        if vendor == "postgresql":
            names = ", ".join(f"'{name}'" for name in forgotten)
            yield POSTGRESQL_TRIGGER.format(
                table=table, function=FUNCTION, forgotten=names
            )
        else:
            yield SQLITE_TRIGGER.format(table=table, same=same_row(model, forgotten))


def same_row(model: type[Model], forgotten: list[str]) -> str:
    columns = [field.column for field in fields_of(model)]
    kept = (f'NEW."{one}" IS OLD."{one}"' for one in columns if one not in forgotten)
    empty = (
        f'(NEW."{one}" IS OLD."{one}" OR coalesce(NEW."{one}", \'\') = \'\')'
        for one in forgotten
    )
    return " AND ".join([*kept, *empty])


def fields_of(model: type[Model]) -> list[Any]:
    return list(model._meta.concrete_fields)
