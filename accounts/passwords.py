"""What makes a password too easy to guess here, besides what Django refuses."""

import re
import unicodedata
from typing import Any

from django.contrib.auth.password_validation import UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 256
# Django's list knows twenty thousand passwords, few of which are French.
COMMON = frozenset(
    [
        "azerty",
        "azertyuiop",
        "azertyui",
        "qsdfghjklm",
        "motdepasse",
        "monmotdepasse",
        "passepartout",
        "bonjour",
        "bonsoir",
        "bonjourtoutlemonde",
        "jetaime",
        "jetaimefort",
        "coucou",
        "coucoucoucou",
        "doudou",
        "doudoudou",
        "loulou",
        "louloute",
        "chouchou",
        "chouchoute",
        "loveyou",
        "soleil",
        "vacances",
        "chocolat",
        "marseille",
        "paris",
        "france",
        "nievre",
        "nevers",
        "morvan",
        "bourgogne",
        "solidaire",
        "solidaires",
        "entraide",
        "solutions",
        "nievresolutionssolidaires",
        "nievresolidaire",
        "administrateur",
        "utilisateur",
        "secret",
        "secrets",
        "famille",
        "maison",
        "toulouse",
        "bretagne",
        "marguerite",
        "papillon",
        "princesse",
        "voiture",
        "cheval",
        "chien",
        "juillet",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
        "janvier",
        "fevrier",
        "toutlemonde",
        "password",
    ]
)


class MaximumLengthValidator:
    """Nobody types three hundred characters: it is a mistake, or an attack."""

    def validate(self, password, user=None):
        if len(password) > LONGEST:
            raise ValidationError(
                _("Ce mot de passe est trop long : %(most)d caractères au plus.")
                % {"most": LONGEST},
                "password_too_long",
            )

    def get_help_text(self):
        return _("Il compte au plus %(most)d caractères.") % {"most": LONGEST}


class PersonalPasswordValidator(UserAttributeSimilarityValidator):
    """Refuses the first name, the address and the commune, which neighbours know."""

    def __init__(self):
        super().__init__(user_attributes=("email", "first_name", "commune_name"))

    def validate(self, password, user=None):
        if len(password) > LONGEST:  # refused already: nothing long is compared
            return
        try:
            known: Any = Plain(user) if user else None
            super().validate(plain(password), known)
        except ValidationError as error:
            words = _("Ce mot de passe ressemble trop à ce que l’on sait de vous.")
            raise ValidationError(words, "password_too_similar") from error

    def get_help_text(self):
        return _(
            "Il ne ressemble ni à votre prénom, ni à votre courriel, ni à votre "
            "commune."
        )


class FrenchCommonPasswordValidator:
    """Refuses what everybody tries first, whatever digits come before or after."""

    def validate(self, password, user=None):
        letters = re.sub(r"[^a-z]", "", plain(password[: LONGEST + 1]))
        if letters in COMMON:
            raise ValidationError(
                _("Ce mot de passe est trop courant."), "password_too_common"
            )

    def get_help_text(self):
        return _("Il ne fait pas partie des plus courants.")


class Plain:
    """A person whose words are compared without accents or capitals."""

    def __init__(self, user):
        self._meta = user._meta
        self.email = user.email
        self.first_name = plain(user.first_name)
        self.commune_name = plain(user.commune_name)


def plain(text: str) -> str:
    """Return « Prémery » as « premery »."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))
