"""Brings the 14 categories into the database, as often as wanted."""

from pathlib import Path

from territory.loading import upsert
from territory.shipped import read_yaml

from .models import Category

DATA = Path(__file__).parent / "data" / "categories.yaml"
UNUSED = {"icon_alt", "color", "examples"}


def load_categories() -> None:
    """Create or refresh the categories; runs after `migrate`."""
    described = read_yaml(DATA)["categories"]
    categories = [
        Category(
            position=position,
            **{name: value for name, value in row.items() if name not in UNUSED},
        )
        for position, row in enumerate(described)
    ]
    upsert(Category, categories, key="slug")
