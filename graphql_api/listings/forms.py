from django import forms
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from graphql_api.enums import stored_values
from listings.forms import ListingForm
from listings.models import Listing, PriceKind
from territory.models import Commune


class ListingInputForm(ListingForm):
    """`ListingForm`, with an INSEE code where a person types a name or a postcode."""

    commune = forms.ModelChoiceField(
        Commune.objects.all(),
        label=_("Commune"),
        error_messages={"invalid_choice": _("Cette commune est inconnue.")},
    )


def form_of(values: dict, author, listing: Listing | None = None) -> ListingInputForm:
    """Return the form of an input; `listing` gives what the input leaves out."""
    data = stored_values(values)
    if data.get("price") is not None:
        data["price"] = str(data["price"])
        data.setdefault("price_kind", PriceKind.AMOUNT)
    if listing is None:
        data.setdefault("price_kind", PriceKind.FREE)
        return ListingInputForm(data, author=author)
    before = model_to_dict(listing, fields=ListingInputForm.base_fields)
    return ListingInputForm({**before, **data}, instance=listing, author=author)
