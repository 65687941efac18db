from .decisions import Action, Decision

__all__ = ["Action", "Decision"]
