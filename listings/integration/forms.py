from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from territory.forms import CommuneField
from territory.models import Commune

from ..filters import DISTANCES
from ..models import Category
from .asked import ADDRESSED, TITLES, Asked

SHOWN, MOST = 5, 20


class FrameForm(forms.Form):
    """The parameters of the frame's address; everything may be left out."""

    commune: forms.Field = forms.ModelChoiceField(
        queryset=Commune.objects.all(),
        label=_("Commune"),
        required=False,
        error_messages={
            "invalid_choice": _("Donnez le code Insee d’une commune de la Nièvre.")
        },
    )
    type = forms.ChoiceField(
        choices=[
            ("", _("Offres et besoins")),
            *((name, TITLES[name]) for name in ADDRESSED),
        ],
        label=_("Quelles annonces ?"),
        required=False,
        error_messages={"invalid_choice": _("Écrivez « besoin » ou « offre ».")},
    )
    categorie = forms.ModelChoiceField(
        queryset=Category.objects.all(),
        label=_("Quelle aide ?"),
        empty_label=_("Toutes"),
        required=False,
        error_messages={"invalid_choice": _("Cette catégorie n’existe pas.")},
    )
    rayon = forms.TypedChoiceField(
        choices=[("", _("cette commune")), *DISTANCES],
        coerce=int,
        empty_value=None,
        label=_("Jusqu’à"),
        required=False,
        error_messages={"invalid_choice": _("Choisissez 5, 10, 25, 50 ou 100 km.")},
    )
    nombre = forms.IntegerField(
        min_value=1,
        max_value=MOST,
        label=_("Combien au plus ?"),
        required=False,
        error_messages={
            code: _("Choisissez un nombre de 1 à 20.")
            for code in ("invalid", "min_value", "max_value")
        },
    )

    def __init__(self, data, *args: Any, **kwargs: Any) -> None:
        super().__init__({"nombre": SHOWN, **data.dict()}, *args, **kwargs)

    def clean(self) -> None:
        data = self.cleaned_data
        if data.get("rayon") and not data.get("commune") and not self.errors:
            message = _("Indiquez aussi la commune autour de laquelle chercher.")
            self.add_error("commune", forms.ValidationError(message, "required"))

    @property
    def asked(self) -> Asked:
        """The choice of a valid form."""
        data = self.cleaned_data
        return Asked(**{**data, "nombre": data["nombre"] or SHOWN})


class ChoiceForm(FrameForm):
    """The same, from a person who types the name of a commune."""

    commune = CommuneField(
        label=_("Commune"),
        required=False,
        help_text=_("Laissez vide pour toute la Nièvre."),
    )
