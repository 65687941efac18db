"""Triggers that note each change of what visitors can read.

On PostgreSQL a change adds a row: writers never wait for each other. SQLite has one
writer at a time, which replaces the row.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connections
from django.db.models import Model
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.search.models import IndexEntry

from cms.models import EditorialRendition

from .models import LARGEST, Change, Kind

CHANGES = Change._meta.db_table
FUNCTION = f"{CHANGES}_noted"
# Small enough to be added up by the thousand.
RANDOM = {
    "sqlite": f"abs(random() % {LARGEST})",
    "postgresql": f"(random() * {LARGEST})::bigint",
}
POSTGRESQL_FUNCTION = f"""
    CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO {CHANGES} (kind, token) VALUES (TG_ARGV[0], {RANDOM["postgresql"]});
        RETURN NULL;
    END $$"""
POSTGRESQL_TRIGGER = f"""
    CREATE OR REPLACE TRIGGER {{name}} AFTER {{event}} ON {{table}}
    FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}('{{kind}}')"""
SQLITE_TRIGGER = f"""
    CREATE TRIGGER IF NOT EXISTS {{name}} AFTER {{event}} ON {{table}} BEGIN
        DELETE FROM {CHANGES} WHERE kind = '{{kind}}';
        INSERT INTO {CHANGES} (kind, token) VALUES ('{{kind}}', {RANDOM["sqlite"]});
    END"""


@dataclass(frozen=True)
class Watched:
    """A table; `columns` are those that visitors see, when others change often."""

    model: type[Model]
    kind: Kind
    columns: tuple[str, ...] = field(default=())

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def events(self) -> dict[str, str]:
        """The events of SQL to watch, each with a name for its trigger."""
        of = f" OF {', '.join(self.columns)}" if self.columns else ""
        events = {"insert": "INSERT", "delete": "DELETE", "update": f"UPDATE{of}"}
        return {f"{self.table}_{name}_noted": sql for name, sql in events.items()}


def watched() -> Iterator[Watched]:
    # Signing in writes to the table of people.
    named = ("first_name", "last_initial", "kind", "date_joined")
    sells = ("seller_status", "business_name", "siren", "business_address")
    shown = (*named, *sells, "verified_at", "is_active", "is_suspended")
    yield Watched(get_user_model(), Kind.LISTINGS, shown)
    for label in ("listings", "territory"):
        for model in apps.get_app_config(label).get_models():
            yield Watched(model, Kind.LISTINGS)
    for model in (Page, Site, PageViewRestriction, IndexEntry):
        yield Watched(model, Kind.PAGES)
    for model in apps.get_app_config("cms").get_models():
        if model is not EditorialRendition:  # made when first asked for
            yield Watched(model, Kind.PAGES)


def watch(using: str) -> None:
    """Install what is missing on the tables that are there, and note a change."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if CHANGES not in tables:
        return
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor, tables):
            cursor.execute(statement)


def statements(vendor: str, tables: set[str]) -> Iterator[str]:
    postgresql = vendor == "postgresql"
    if postgresql:
        yield POSTGRESQL_FUNCTION
    trigger = POSTGRESQL_TRIGGER if postgresql else SQLITE_TRIGGER
    for one in watched():
        if one.table in tables:
            for name, event in one.events().items():
                names = {"name": name, "event": event, "table": one.table}
                yield trigger.format(**names, kind=one.kind)
    for kind in Kind:
        yield f"INSERT INTO {CHANGES} (kind, token) VALUES ('{kind}', {RANDOM[vendor]})"


def unwatch(using: str) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP FUNCTION IF EXISTS {FUNCTION} CASCADE")
            return
        for one in watched():
            for name in one.events():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
