"""What is told of a person whose account was closed for a scam."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User

from .models import Participant


@dataclass(frozen=True)
class Caution:
    headline: Any
    advice: Any


SCAM = Caution(
    _("La modération a fermé ce compte, qui servait à tromper des habitants."),
    _(
        "N’envoyez ni argent, ni code, ni papiers, et n’ouvrez pas ses liens. Vous "
        "avez déjà payé ? Appelez votre banque, puis Info Escroqueries au "
        "0 805 805 817 (gratuit)."
    ),
)


def warning_of(side: Participant, correspondent: User) -> Caution | None:
    """Return what to tell the person of `side`, while the other is out of sight."""
    warned = side.warned_at is not None and not correspondent.is_in_sight
    return SCAM if warned else None
