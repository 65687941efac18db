from django.db import models
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    """What a decision does; which ones fit depends on what it is about."""

    PUBLISH = "publish", _("publier")
    CHANGES = "changes", _("demander des changements")
    REFUSE = "refuse", _("refuser")
    HIDE = "hide", _("masquer")
    RESTORE = "restore", _("rétablir")
    REMOVE = "remove", _("supprimer")
    WARN = "warn", _("avertir")
    LIMIT = "limit", _("limiter")
    SUSPEND = "suspend", _("suspendre")
    BAN = "ban", _("exclure")
    LIFT = "lift", _("lever la mesure")
    KEEP = "keep", _("laisser en place")
    CLOSE = "close", _("clore le dossier")


class Ground(models.TextChoices):
    """Why something may not be said here: the headings of the charter."""

    SCAM = "scam", _("arnaque ou tentative d’escroquerie")
    PHISHING = "phishing", _("lien trompeur")
    OFF_PLATFORM = "off_platform", _("demande de poursuivre ailleurs")
    CONTACT = "contact", _("coordonnées dans une annonce")
    ANIMALS = "animals", _("animaux vivants")
    MEDICINES = "medicines", _("médicaments")
    ALCOHOL = "alcohol", _("alcool")
    TOBACCO = "tobacco", _("tabac")
    WEAPONS = "weapons", _("armes")
    SEXUAL = "sexual", _("services sexuels")
    COUNTERFEIT = "counterfeit", _("contrefaçon ou objet volé")
    CHILDCARE = "childcare", _("garde d’enfants payée sans agrément")
    MEDICAL_ACTS = "medical", _("actes médicaux")
    HATE = "hate", _("injures ou haine")
    HARASSMENT = "harassment", _("harcèlement ou menaces")
    CHILD_ABUSE = "child_abuse", _("atteinte à un enfant")
    PRIVACY = "privacy", _("vie privée d’une autre personne")
    SPAM = "spam", _("répétition ou publicité")
    MISLEADING = "misleading", _("annonce trompeuse ou déjà terminée")
    UNDECLARED_TRADE = "trade", _("vente sans statut déclaré")
    MINOR = "minor", _("protection des mineurs")
    OTHER = "other", _("autre motif")


class Urgency(models.IntegerChoices):
    """How soon somebody must look."""

    CALM = 1, _("quand vous pourrez")
    WAITING = 2, _("quelqu’un attend")
    HARM = 3, _("quelqu’un peut être lésé")
    LIFE = 4, _("une vie est en jeu")


# Decisions that take nothing from the person concerned.
HARMLESS = frozenset(
    {Action.PUBLISH, Action.RESTORE, Action.LIFT, Action.KEEP, Action.CLOSE}
)
# Decisions that leave everything as it was.
UNCHANGED = frozenset({Action.KEEP, Action.CLOSE})
# Decisions after which a person writes nothing and is not seen.
SHUTTING_OUT = frozenset({Action.SUSPEND, Action.BAN})
# Decisions that end by themselves.
TIMED = frozenset({Action.LIMIT, Action.SUSPEND})
