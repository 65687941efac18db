"""Brings the communes of `territory/data` into the database, as often as wanted."""

import csv
from functools import cache
from pathlib import Path

from .models import Commune, CommuneAlias
from .words import words

DATA = Path(__file__).parent / "data"


def load_communes() -> None:
    """Create or refresh the communes and their other names; runs after `migrate`."""
    communes = [
        Commune(search_name=" ".join(words(row["name"])), **row)
        for row in rows("communes-58.csv")
    ]
    upsert(Commune, communes, key="insee")
    aliases = [
        CommuneAlias(
            name=row["alias"],
            search_name=" ".join(words(row["alias"])),
            commune_id=row["insee"],
        )
        for row in rows("aliases-58.csv")
    ]
    upsert(CommuneAlias, aliases, key="name")


@cache
def commune_names() -> dict[str, str]:
    """Names by INSEE code, in alphabetical order, without asking the database."""
    by_name = sorted(rows("communes-58.csv"), key=lambda row: words(row["name"]))
    return {row["insee"]: row["name"] for row in by_name}


def rows(filename: str) -> list[dict[str, str]]:
    with (DATA / filename).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def upsert(model, objects, key: str) -> None:
    """Write `objects`, replacing the rows that have the same `key`."""
    others = [f.name for f in model._meta.concrete_fields if f.name != key]
    model.objects.bulk_create(
        objects, update_conflicts=True, unique_fields=[key], update_fields=others
    )
