from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from territory.forms import CommuneField

from .models import Audience, Listing, ListingKind, PriceKind
from .photos.forms import ListingPhotosForm


class PriceField(forms.DecimalField):
    """Euros as people write them: « 12,50 € », « 12.5 », « 12 »."""

    def to_python(self, value):
        if isinstance(value, str):
            value = value.replace("€", "").replace("\u00a0", "").replace(" ", "")
            value = value.replace(",", ".")
        return super().to_python(value)


class LinesField(forms.CharField):
    """Text whose line ends count as one character each, as browsers count them."""

    def to_python(self, value):
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n")


# The answer to change when a rule of the database is broken, by the code of the rule.
AT_FAULT = {"price_amount": "price", "reach_range": "reach_km"}


class ListingForm(ListingPhotosForm):
    """The only way in which a listing is written, on the site and through the API."""

    commune: forms.Field = CommuneField(label=_("Commune"))
    price = PriceField(label=_("Montant en euros"), required=False, max_digits=7)
    idempotency_key = forms.CharField(
        max_length=64, required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = Listing
        fields = [
            "kind",
            "category",
            "title",
            "description",
            "commune",
            "reach_km",
            "price_kind",
            "price",
            "price_unit",
            "availability",
            "urgent",
            "audience",
        ]
        field_classes = {"description": LinesField}
        error_messages = {
            "kind": {"required": _("Dites si vous cherchez ou proposez de l’aide.")},
            "category": {"required": _("Choisissez le sujet le plus proche.")},
            "title": {"required": _("Dites en quelques mots de quoi il s’agit.")},
            "description": {"required": _("Racontez : quoi, combien, comment.")},
        }

    def __init__(self, *args, author, **kwargs):
        super().__init__(*args, author=author, **kwargs)
        self.fields["audience"].required = False
        if self.instance._state.adding:
            self.instance.author = author
        else:
            del self.fields["idempotency_key"]  # only a first publication needs one

    def clean(self):
        super().clean()
        data = self.cleaned_data
        self.refuse_kind_outside_category(data)
        if data.get("price_kind") != PriceKind.AMOUNT:
            data["price"] = None
        # A need may reveal health or poverty: members only unless its author asks.
        if not data.get("audience"):
            offer = data.get("kind") == ListingKind.OFFER
            data["audience"] = Audience.PUBLIC if offer else Audience.MEMBERS
        return data

    def add_error(self, field, error):
        """Say what the database would refuse at the answer that may be changed."""
        if field is None and hasattr(error, "error_dict"):
            for mistake in error.error_dict.pop(NON_FIELD_ERRORS, []):
                super().add_error(AT_FAULT.get(mistake.code), mistake)
        super().add_error(field, error)

    def refuse_kind_outside_category(self, data):
        category, kind = data.get("category"), data.get("kind")
        if category and kind and kind not in category.kinds:
            message = _("Choisissez une autre catégorie pour ce type d’annonce.")
            self.add_error(
                "category", forms.ValidationError(message, "kind_not_allowed")
            )
