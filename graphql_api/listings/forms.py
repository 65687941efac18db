from django import forms
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _
from graphql import GraphQLError

from graphql_api.enums import stored_values
from graphql_api.nodes import key_of, to_global_id
from listings.editing import edit_of
from listings.forms import DECLARATION, ListingForm
from listings.models import Listing, PriceKind
from listings.photos.forms import PhotoRow, PhotosField, PhotosInput, SentPhotos
from listings.photos.models import Photo
from territory.models import Commune


class PhotoIdsInput(PhotosInput):
    """Global ids in the place of hidden fields and files."""

    def value_from_datadict(self, data, files, name) -> SentPhotos:
        ids = dict.fromkeys(data.get(name) or [])
        alts = {one["id"]: one["alt"] for one in data.get("photo_alts") or []}
        rows = [PhotoRow(public_id(one), 0, alt=alts.get(one)) for one in ids]
        return SentPhotos(rows)


def public_id(global_id: str) -> str:
    """Return the id of a photo, or what no photo has."""
    try:
        return str(key_of(global_id, "Photo"))
    except GraphQLError:
        return ""


class ListingInputForm(ListingForm):
    """`ListingForm`, with identifiers where a person types names and sends files."""

    commune = forms.ModelChoiceField(
        Commune.objects.all(),
        label=_("Commune"),
        error_messages={"invalid_choice": _("Cette commune est inconnue.")},
    )

    photos = PhotosField(label=_("Photos"), required=False, widget=PhotoIdsInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in DECLARATION:  # said by `updateProfile`
            self.fields.pop(name, None)

    def attached_photos(self) -> list[Photo]:
        """Nothing when the input has a list, which then stands alone."""
        return super().attached_photos() if self.data.get("photos") is None else []


def ids_of_photos(listing: Listing) -> list[str]:
    """Return those of the listing as its author wrote it last."""
    edit = edit_of(listing)
    photos = edit.chosen_photos() if edit else listing.photos.all()
    return [to_global_id("Photo", str(photo.public_id)) for photo in photos]


def form_of(values: dict, author, listing: Listing | None = None) -> ListingInputForm:
    """Return the form of an input; `listing` gives what the input leaves out."""
    data = stored_values(values)
    if data.get("price") is not None:
        data["price"] = str(data["price"])
        data.setdefault("price_kind", PriceKind.AMOUNT)
    if listing is None:
        data.setdefault("price_kind", PriceKind.FREE)
        return ListingInputForm(data, author=author)
    if data.get("photo_alts") and data.get("photos") is None:
        data["photos"] = ids_of_photos(listing)
    before = model_to_dict(listing, fields=ListingInputForm.base_fields)
    return ListingInputForm({**before, **data}, instance=listing, author=author)
