"""Brings the shipped reasons into the database; those that are there stay as they are.

One that moderators no longer want is unticked: a deleted one would come back.
"""

from pathlib import Path

import yaml

from .models import ReasonTemplate

DATA = Path(__file__).parent / "data" / "reasons.yaml"


def load_reasons() -> None:
    """Create the shipped reasons that are missing; runs after `migrate`."""
    described = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    rows = [ReasonTemplate(**row) for row in described]
    ReasonTemplate.objects.bulk_create(rows, ignore_conflicts=True)
