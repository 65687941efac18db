from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from accounts.selling import IDENTITY, SellerFields, declare
from accounts.visible import VisibleField
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


class LinesField(VisibleField):
    """Text whose line ends count as one character each, as browsers count them."""

    def to_python(self, value):
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n")


DECLARATION = ("seller_status", *IDENTITY)
# The answer to change when a rule of the database is broken, by the code of the rule.
AT_FAULT = {"price_amount": "price", "reach_range": "reach_km"}


class ListingForm(SellerFields, ListingPhotosForm):
    """The only way in which a listing is written, on the site and through the API.

    Whoever asks a price says as whom they sell: here, unless they did already.
    """

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
        field_classes = {"title": VisibleField, "description": LinesField}
        error_messages = {
            "kind": {"required": _("Dites si vous cherchez ou proposez de l’aide.")},
            "category": {"required": _("Choisissez le sujet le plus proche.")},
            "title": {"required": _("Dites en quelques mots de quoi il s’agit.")},
            "description": {"required": _("Racontez : quoi, combien, comment.")},
        }

    def __init__(self, *args, author, **kwargs):
        super().__init__(*args, author=author, **kwargs)
        self.fields["audience"].required = False
        if author.seller_status:
            for name in DECLARATION:
                self.fields.pop(name, None)
        if self.instance._state.adding:
            self.instance.author = author
        else:
            del self.fields["idempotency_key"]  # only a first publication needs one

    def clean(self):
        super().clean()
        data = self.cleaned_data
        self.refuse_kind_outside_category(data)
        self.refuse_what_minors_may_not(data)
        self.ask_who_sells(data)
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

    def refuse_what_minors_may_not(self, data):
        if not self.photo_owner.is_minor:
            return
        category = data.get("category")
        if category and category.adults_only:
            message = _("À partir de 18 ans seulement : choisissez un autre sujet.")
            self.add_error("category", forms.ValidationError(message, "adults_only"))
        if data.get("price_kind", PriceKind.FREE) != PriceKind.FREE:
            message = _("Avant 18 ans, on ne vend pas ici : choisissez « gratuit ».")
            self.add_error("price_kind", forms.ValidationError(message, "adults_only"))

    def is_selling(self, data) -> bool:
        return data.get("price_kind") == PriceKind.AMOUNT

    def ask_who_sells(self, data):
        """Refuse a price whose author never said as whom they sell."""
        declared = self.photo_owner.seller_status or data.get("seller_status")
        if declared or not self.is_selling(data):
            return
        message = _("Dites si vous vendez en tant que particulier ou professionnel.")
        at = "seller_status" if "seller_status" in self.fields else "price"
        if at not in self.errors:
            self.add_error(at, forms.ValidationError(message, "seller_undeclared"))

    def save_declaration(self):
        """Write down what a first paid listing says of its seller."""
        said = self.cleaned_data
        if self.is_selling(said) and said.get("seller_status"):
            declare(self.photo_owner, said)
