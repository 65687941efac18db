"""The rules of the charter, one per ground, and the law behind them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .models import Ground


@dataclass(frozen=True)
class Rule:
    """What the charter says; `law` is empty where the charter alone forbids it."""

    words: Any  # translated when it is shown
    law: Any = ""

    def __str__(self) -> str:
        return f"{self.words} ({self.law})" if self.law else str(self.words)


RULES: dict[str, Rule] = {
    Ground.SCAM: Rule(
        _("On ne trompe personne pour obtenir de l’argent, un code ou un bien."),
        _("code pénal, article 313-1"),
    ),
    Ground.PHISHING: Rule(
        _("On n’envoie pas de lien qui se fait passer pour un autre."),
        _("code pénal, articles 226-4-1 et 313-1"),
    ),
    Ground.OFF_PLATFORM: Rule(
        _("Les premiers échanges se font par la messagerie du site.")
    ),
    Ground.CONTACT: Rule(
        _("Une annonce ne contient ni téléphone, ni courriel, ni adresse, ni lien.")
    ),
    Ground.ANIMALS: Rule(
        _("On ne cède pas d’animal de compagnie par une annonce du site."),
        _("code rural et de la pêche maritime, article L. 214-8"),
    ),
    Ground.MEDICINES: Rule(
        _("Les médicaments ne se vendent ni ne se donnent entre particuliers."),
        _("code de la santé publique, article L. 4211-1"),
    ),
    Ground.ALCOHOL: Rule(
        _("On ne propose pas d’alcool ici."),
        _("code de la santé publique, troisième partie, livre III"),
    ),
    Ground.TOBACCO: Rule(
        _("On ne propose pas de tabac ici."),
        _("code général des impôts, article 568"),
    ),
    Ground.WEAPONS: Rule(
        _("On ne propose ni arme ni munition."),
        _("code de la sécurité intérieure, articles L. 311-1 et suivants"),
    ),
    Ground.SEXUAL: Rule(
        _("On ne propose ni ne demande de service sexuel."),
        _("code pénal, articles 225-5 et suivants et 611-1"),
    ),
    Ground.COUNTERFEIT: Rule(
        _("On ne propose ni contrefaçon ni objet volé."),
        _(
            "code de la propriété intellectuelle, articles L. 335-2 et L. 716-9 ; "
            "code pénal, article 321-1"
        ),
    ),
    Ground.CHILDCARE: Rule(
        _("Garder chez soi des enfants contre paiement demande un agrément."),
        _("code de l’action sociale et des familles, articles L. 421-1 et suivants"),
    ),
    Ground.MEDICAL_ACTS: Rule(
        _("Les soins reviennent aux professionnels de santé."),
        _("code de la santé publique, article L. 4161-1"),
    ),
    Ground.HATE: Rule(
        _("On n’injurie personne et on n’appelle pas à la haine."),
        _("loi du 29 juillet 1881, articles 24 et 33"),
    ),
    Ground.HARASSMENT: Rule(
        _("On ne menace personne et on n’insiste pas après un refus."),
        _("code pénal, articles 222-17 et 222-33-2-2"),
    ),
    Ground.CHILD_ABUSE: Rule(
        _("Rien de ce qui porte atteinte à un enfant n’a sa place ici."),
        _("code pénal, article 227-23"),
    ),
    Ground.PRIVACY: Rule(
        _("On ne publie rien de la vie privée d’une autre personne."),
        _("code civil, article 9"),
    ),
    Ground.SPAM: Rule(
        _("On n’écrit pas la même chose partout, et on ne fait pas de publicité.")
    ),
    Ground.MISLEADING: Rule(_("Une annonce dit vrai, et se retire une fois terminée.")),
    Ground.UNDECLARED_TRADE: Rule(
        _("Qui vend de façon habituelle le déclare dans son profil."),
        _("code du travail, article L. 8221-3"),
    ),
    Ground.MINOR: Rule(_("Les mineurs sont protégés par des règles particulières.")),
    Ground.OTHER: Rule(_("Chacun respecte la charte acceptée à l’inscription.")),
}


def rule_of(decision) -> str:
    """Return the words that a decision applied, or those of the charter."""
    return decision.rule or str(RULES[decision.ground])
