"""Brings the 14 categories into the database, as often as wanted."""

from pathlib import Path

import yaml

from territory.loading import upsert

from .models import Category

DATA = Path(__file__).parent / "data" / "categories.yaml"
UNUSED = {"icon_alt", "color", "examples"}


def load_categories() -> None:
    """Create or refresh the categories; runs after `migrate`."""
    described = yaml.safe_load(DATA.read_text(encoding="utf-8"))["categories"]
    categories = [
        Category(
            position=position,
            **{name: value for name, value in row.items() if name not in UNUSED},
        )
        for position, row in enumerate(described)
    ]
    upsert(Category, categories, key="slug")
