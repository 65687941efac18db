from .decisions import Action, Decision
from .rules import Measure, Place, Rule, RuleCategory, RuleKind, RulePlaces
from .traces import PicturePrint, TextPrint

__all__ = [
    "Action",
    "Decision",
    "Measure",
    "PicturePrint",
    "Place",
    "Rule",
    "RuleCategory",
    "RuleKind",
    "RulePlaces",
    "TextPrint",
]
