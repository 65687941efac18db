from django.db import models
from django.utils.translation import gettext_lazy as _


class ListingKind(models.TextChoices):
    OFFER = "offer", _("Je propose mon aide")
    NEED = "need", _("J’ai besoin d’aide")


class PriceKind(models.TextChoices):
    FREE = "free", _("gratuit")
    AMOUNT = "amount", _("un prix")
    AGREED = "agreed", _("à convenir")


class Outcome(models.TextChoices):
    SOLVED_HERE = "solved_here", _("oui, grâce au site")
    SOLVED_ELSEWHERE = "solved_elsewhere", _("oui, autrement")
    NOT_SOLVED = "not_solved", _("non")


class Audience(models.TextChoices):
    PUBLIC = "public", _("tout le monde")
    MEMBERS = "members", _("les personnes inscrites")


class Group(models.TextChoices):
    """How an author's own listings are sorted, what needs attention first."""

    TO_REVIEW = "1", _("À revoir")
    LIVE = "2", _("En ligne")
    WAITING = "3", _("En attente")
    EXPIRED = "4", _("Arrivées à leur terme")
    ENDED = "5", _("Terminées")
