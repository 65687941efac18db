"""What is worth saying when an exchange comes near a known danger.

Advice holds nothing back and accuses nobody: both people read it, beside the words that
call for it. What must be held is the business of moderation.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from territory.words import words


@dataclass(frozen=True)
class Advice:
    """`calls` are written as `territory.words` folds them: no accent, no capital."""

    subject: str
    calls: tuple[str, ...]
    words: Promise

    def answers(self, text: str) -> bool:
        return re.search(rf"\b(?:{'|'.join(self.calls)})\b", text) is not None


ADVICE = (
    Advice(
        "money",
        (
            r"mandats?( cash)?",
            r"virements?",
            r"western union",
            r"moneygram",
            r"pcs",
            r"transcash",
            r"neosurf",
            r"coupons? de recharge",
            r"cartes? (bancaires?|bleues?|cadeaux?)",
            r"(mon|ton|votre|un|le) rib",
            r"iban",
            r"acomptes?",
            r"arrhes",
            r"paypal",
            r"lydia",
            r"paylib",
            r"avanc(e|er|ez) (l |les |des |de l )?(argent|frais|sous)",
            r"(pret|preter|pretez|emprunter) (de l |de |un peu d )?argent",
        ),
        _(
            "On parle d’argent ici. Payez de la main à la main, une fois l’aide ou "
            "l’objet reçus. Jamais d’avance, de mandat ni de coupon de recharge."
        ),
    ),
    Advice(
        "codes",
        (
            r"codes? (recus?|sms|de (verification|confirmation|securite|validation))",
            r"codes? (a|de) \d+ chiffres",
            r"(r?envoie|r?envoyez|donne|donnez)( moi)? (le|ton|votre) code",
            r"mots? de passe",
            r"code secret",
            r"cryptogramme",
        ),
        _(
            "On parle d’un code ou d’un mot de passe. Ne donnez jamais un code reçu "
            "par SMS ni un mot de passe : personne de sérieux ne les demande."
        ),
    ),
    Advice(
        "home",
        (
            r"chez (moi|vous|toi|elle|lui)",
            r"(a|mon|votre|ton) domicile",
            r"(mon|votre|ton|l) adresse",
            r"digicode",
            r"passe(r|rai|rez|z)? (a la maison|vous voir|te voir)",
            r"(je|j) (suis|vis|habite) seule?s?",
        ),
        _(
            "Vous parlez de vous voir à domicile. La première fois, préférez un lieu "
            "public ou la présence d’un proche, et dites à quelqu’un où vous êtes."
        ),
    ),
)


def advice_on(texts: Iterable[str]) -> list[Advice]:
    """Return what to say of `texts`, each advice once."""
    said = "\n".join(" ".join(words(text)) for text in texts)
    return [advice for advice in ADVICE if advice.answers(said)]
