"""What people are told of how far they are known here, and of what comes next."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from .durations import review_delay
from .models import Trust, User


@dataclass(frozen=True)
class Standing:
    """A level of trust in words: what it allows, and how the next one is reached."""

    level: Trust
    allows: str
    next: str  # empty at the last level

    @property
    def label(self) -> str:
        return str(self.level.label)


def standing_of(user: User) -> Standing:
    level = user.trust
    if user.is_limited:
        return Standing(level, limited_words(), "")
    return Standing(level, ALLOWS[level](), NEXT[level]())


def limited_words() -> str:
    return _("En ce moment, tout ce que vous écrivez est relu avant de paraître.")


def first_ones() -> str:
    words = _(
        "Vous écrivez à vos voisins et publiez des annonces. Les %(count)s premières "
        "sont relues avant d’être mises en ligne, en général sous %(delay)s."
    )
    facts = {"count": settings.REVIEW_FIRST_LISTINGS, "delay": review_delay()}
    return words % facts


def earning() -> str:
    words = _(
        "Une annonce relue et mise en ligne, et %(days)s jours sans manquement à la "
        "charte : vos annonces paraîtront alors tout de suite. Rien à demander."
    )
    return words % {"days": settings.TRUSTED_AFTER_DAYS}


ALLOWS = {
    Trust.NEW: lambda: _("Vous lisez les annonces, même celles des inscrits."),
    Trust.CONFIRMED: first_ones,
    Trust.TRUSTED: lambda: _(
        "Vos annonces paraissent tout de suite, sauf dans les sujets sensibles."
    ),
    Trust.VERIFIED: lambda: _(
        "Vos annonces portent la mention « Identité vérifiée » et paraissent tout de "
        "suite, dans tous les sujets."
    ),
}
NEXT = {
    Trust.NEW: lambda: _("Confirmez votre adresse de courriel pour publier et écrire."),
    Trust.CONFIRMED: earning,
    Trust.TRUSTED: lambda: _(
        "Montrez une pièce d’identité à l’équipe ou à un relais près de chez vous : "
        "elle est vue, jamais copiée."
    ),
    Trust.VERIFIED: lambda: "",
}
