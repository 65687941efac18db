from hashlib import sha256
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from .choices import Ground


class Place(models.TextChoices):
    LISTING = "listing", _("annonce")
    MESSAGE = "message", _("message")


class Measure(models.TextChoices):
    """What is done about a text, from the mildest to the strongest."""

    PASS = "pass", _("laisser passer")
    ADVISE = "advise", _("conseiller")
    FLAG = "flag", _("signaler à la modération")
    HOLD = "hold", _("retenir")
    REFUSE = "refuse", _("refuser")


class RuleKind(models.TextChoices):
    WORDS = "words", _("mots")
    STEMS = "stems", _("débuts de mots")
    DOMAIN = "domain", _("noms de sites")
    CONTACT = "contact", _("coordonnées")
    MONEY = "money", _("sommes d’argent")
    RATE = "rate", _("cadence")
    REPEAT = "repeat", _("texte répété")
    PICTURE = "picture", _("image répétée")


class RulePlaces(models.TextChoices):
    LISTING = "listing", _("annonces")
    MESSAGE = "message", _("messages")
    BOTH = "both", _("annonces et messages")


class RuleQuerySet(models.QuerySet["Rule"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def generation(self) -> tuple:
        """Return what differs as soon as a rule was written or removed."""
        seen = self.aggregate(last=models.Max("updated_at"), count=models.Count("pk"))
        return seen["last"], seen["count"]


class Rule(models.Model):
    """What is looked for in texts, what is done then, and what people read."""

    slug = models.SlugField(_("identifiant"), max_length=60, unique=True)
    name = models.CharField(_("nom"), max_length=80)
    category = models.CharField(_("catégorie"), max_length=16, choices=Ground)
    kind = models.CharField(_("cherche"), max_length=8, choices=RuleKind)
    patterns = models.TextField(_("motifs"), max_length=8000)
    exceptions = models.TextField(_("exceptions"), max_length=4000, blank=True)
    action = models.CharField(
        _("mesure"),
        max_length=8,
        choices=[choice for choice in Measure.choices if choice[0] != "pass"],
    )
    places = models.CharField(
        _("lieux"), max_length=8, choices=RulePlaces, default=RulePlaces.BOTH
    )
    new_accounts_only = models.BooleanField(
        _("comptes récents seulement"), default=False
    )
    message = models.TextField(_("message affiché"), max_length=600)
    law = models.CharField(_("texte de loi"), max_length=200, blank=True)
    caught = models.TextField(_("phrases arrêtées"), max_length=4000, blank=True)
    let_through = models.TextField(_("phrases admises"), max_length=4000, blank=True)
    is_active = models.BooleanField(_("en service"), default=True)
    updated_at = models.DateTimeField(_("modifiée"), auto_now=True)
    shipped_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["category", "name", "pk"]
        verbose_name = _("règle")
        verbose_name_plural = _("règles")
        constraints = [
            models.CheckConstraint(
                name="moderation_rule_never_passes",
                condition=models.Q(action__in=["advise", "flag", "hold", "refuse"]),
                violation_error_message=_("Choisissez une mesure."),
                violation_error_code="action_unknown",
            ),
            models.CheckConstraint(
                name="moderation_rule_says_why",
                condition=~models.Q(message=""),
                violation_error_message=_("Écrivez ce que la personne lira."),
                violation_error_code="message_missing",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_as_shipped(self) -> bool:
        return self.shipped_digest == self.digest()

    def applies_in(self, place: str) -> bool:
        return self.places in (RulePlaces.BOTH, place)

    def digest(self) -> str:
        """Return what changes with anything an editor can change."""
        said = [str(getattr(self, name)).strip() for name in WRITTEN]
        return sha256("\0".join(said).encode()).hexdigest()


WRITTEN = [
    field.name
    for field in Rule._meta.concrete_fields
    if field.editable and field.name != "id" and field.name != "updated_at"
]


def lines(text: str) -> list[str]:
    """Return what is written one per line, without the empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]
