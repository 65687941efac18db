"""The phrases kept with a rule, that prove it does what its editor means."""

from moderation.models.rules import Place, Rule, RulePlaces, lines

from .engine import Question, Ruleset


def missed(rule: Rule) -> list[str]:
    """Return the phrases that the rule should catch and lets through."""
    return [phrase for phrase in lines(rule.caught) if not catches(rule, phrase)]


def caught_by_mistake(rule: Rule) -> list[str]:
    return [phrase for phrase in lines(rule.let_through) if catches(rule, phrase)]


def catches(rule: Rule, phrase: str) -> bool:
    """Ask this rule alone, where it applies, as about a recent account."""
    place = Place.LISTING if rule.places == RulePlaces.BOTH else rule.places
    asked = Question(phrase, place, is_new=True)
    return bool(Ruleset([rule]).verdict(asked).findings)
