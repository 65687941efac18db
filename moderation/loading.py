"""Brings the shipped rules and reasons into the database, as often as wanted.

A rule that staff changed or switched off is left as they made it; one that is still as
it was shipped follows the file. A rule that left the file stays. Staff switch a shipped
rule off instead of deleting it: a deleted one would come back.
"""

from pathlib import Path

from territory.shipped import read_yaml

from .models import ReasonTemplate, Rule

DATA = Path(__file__).parent / "data"
RULES, REASONS = DATA / "rules.yaml", DATA / "reasons.yaml"


def shipped_rules() -> list[Rule]:
    """Return the rules of the file, unsaved, with the digest they are shipped with."""
    described = read_yaml(RULES)
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
    shipped = shipped_rules()
    Rule.objects.bulk_create(rule for rule in shipped if rule.slug not in known)
    for rule in shipped:
        before = known.get(rule.slug)
        if before is None or before.shipped_digest == rule.shipped_digest:
            continue
        if before.is_as_shipped:
            rule.pk = before.pk
            rule.save(force_update=True)


def load_reasons() -> None:
    """Create the shipped reasons that are missing; runs after `migrate`."""
    described = read_yaml(REASONS)
    rows = [ReasonTemplate(**row) for row in described]
    ReasonTemplate.objects.bulk_create(rows, ignore_conflicts=True)
