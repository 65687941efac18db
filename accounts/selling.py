"""As whom a person sells: said before a price is asked (Code de la consommation)."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import SellerStatus, User

IDENTITY = ("business_name", "siren", "business_address")
MISSING = {
    "business_name": _("Écrivez le nom de votre entreprise."),
    "siren": _("Écrivez votre numéro SIREN : neuf chiffres."),
    "business_address": _("Écrivez l’adresse de votre entreprise."),
}


def is_siren(text: str) -> bool:
    """Whether nine figures hold their own check (Luhn)."""
    if not (len(text) == 9 and text.isascii() and text.isdigit()):
        return False
    doubled = [sum(divmod(int(figure) * 2, 10)) for figure in text[1::2]]
    return (sum(doubled) + sum(map(int, text[::2]))) % 10 == 0


class SellerFields(forms.Form):
    """The part of a form in which somebody says as whom they sell.

    A professional is identified, everybody else has no identity to show. Codes of the
    errors: `required` and `siren`, at the field.
    """

    seller_status = forms.ChoiceField(
        label=_("Vous vendez en tant que"),
        choices=SellerStatus,
        required=False,
    )
    business_name = forms.CharField(
        label=_("Nom de l’entreprise"),
        required=False,
        max_length=120,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    siren = forms.CharField(
        label=_("Numéro SIREN"),
        required=False,
        max_length=20,
        help_text=_("Neuf chiffres."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    business_address = forms.CharField(
        label=_("Adresse de l’entreprise"),
        required=False,
        max_length=200,
        help_text=_("Elle s’affiche sur vos annonces payantes, comme la loi le veut."),
    )

    def clean(self):
        super().clean()
        data = self.cleaned_data
        professional = data.get("seller_status") == SellerStatus.PROFESSIONAL
        if professional and self.is_selling(data):
            data["siren"] = "".join(data.get("siren", "").split())
            self.ask_identity(data)
        else:
            data.update(dict.fromkeys(IDENTITY, ""))
        return data

    def is_selling(self, data) -> bool:
        return True

    def ask_identity(self, data) -> None:
        for name in IDENTITY:
            if not data.get(name) and name not in self.errors:
                self.add_error(name, ValidationError(MISSING[name], "required"))
        if data.get("siren") and not is_siren(data["siren"]):
            message = _("Ce numéro n’est pas un SIREN. Vérifiez ses neuf chiffres.")
            self.add_error("siren", ValidationError(message, "siren"))


def declare(user: User, said: dict) -> None:
    """Write down as whom `user` sells, from the data of a valid `SellerFields`."""
    changes = {name: said[name] for name in ("seller_status", *IDENTITY)}
    User.objects.filter(pk=user.pk).update(**changes)
    vars(user).update(changes)
