from .freshness.models import Change

__all__ = ["Change"]
