"""Brings the shipped rules and reasons into the database, as often as wanted.

A rule that staff changed or switched off is left as they made it; one that is still as
it was shipped follows the file. A rule that left the file stays. Staff switch a shipped
rule off instead of deleting it: a deleted one would come back.
"""

from pathlib import Path

import yaml

from .models import ReasonTemplate, Rule

DATA = Path(__file__).parent / "data"
RULES, REASONS = DATA / "rules.yaml", DATA / "reasons.yaml"


def shipped_rules() -> list[Rule]:
    """Return the rules of the file, unsaved, with the digest they are shipped with."""
    described = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    rules = [
        Rule(
            **{
                name: value.strip() if isinstance(value, str) else value
                for name, value in row.items()
            }
        )
        for row in described
    ]
    for rule in rules:
        rule.shipped_digest = rule.digest()
    return rules


def load_rules() -> None:
    """Create or refresh the shipped rules; runs after `migrate`."""
    known = {rule.slug: rule for rule in Rule.objects.all()}
    for rule in shipped_rules():
        before = known.get(rule.slug)
        if before is None:
            rule.save()
        elif before.is_as_shipped and before.shipped_digest != rule.shipped_digest:
            rule.pk = before.pk
            rule.save(force_update=True)


def load_reasons() -> None:
    """Create the shipped reasons that are missing; runs after `migrate`."""
    described = yaml.safe_load(REASONS.read_text(encoding="utf-8"))
    rows = [ReasonTemplate(**row) for row in described]
    ReasonTemplate.objects.bulk_create(rows, ignore_conflicts=True)
