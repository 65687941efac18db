import graphene
from django.core.exceptions import ValidationError

from graphql_api.enums import stored
from graphql_api.errors import InputError, input_errors, not_found, require_login
from graphql_api.nodes import key_of
from listings import actions, models
from listings.editing import as_edited, edit_of, take_back

from .forms import form_of
from .types import Audience, Listing, ListingKind, ListingOutcome, PriceKind

PRICE = "In euros, with a point; leave out when it is free."
PHOTOS = "Ids from POST /api/photos/ in the order to show them, at most 6."
AUDIENCE = "By default everybody for an offer, members only for a need."
ALT = "What is seen, in French words; at most 200 characters."
KEY = "Sent twice with the same words, publishes once; at most 64 characters."


class PublishListingInput(graphene.InputObjectType):
    """A new listing."""

    kind = ListingKind(required=True, description="Whether help is offered or needed.")
    category = graphene.String(required=True, description="Slug.")
    title = graphene.String(required=True, description="At most 80 characters.")
    description = graphene.String(
        required=True, description="At most 4,000 characters."
    )
    commune = graphene.String(required=True, description="INSEE code, not a postcode.")
    reach_km = graphene.Int(description="How far the person goes, 1 to 200.")
    price_kind = PriceKind(description="By default AMOUNT with a price, else FREE.")
    price = graphene.Decimal(description=PRICE)
    price_unit = graphene.String(description="Such as « le panier » or « par heure ».")
    availability = graphene.String(description="When, in the author's words.")
    urgent = graphene.Boolean(description="By default false.")
    audience = Audience(description=AUDIENCE)
    photos = graphene.List(graphene.NonNull(graphene.ID), description=PHOTOS)
    idempotency_key = graphene.String(description=KEY)


class PhotoAltInput(graphene.InputObjectType):
    """New words for a photo."""

    id = graphene.ID(required=True, description="One of those of the listing.")
    alt = graphene.String(required=True, description=ALT)


class EditListingInput(graphene.InputObjectType):
    """Fields left out keep their value."""

    id = graphene.ID(required=True, description="Of one's own listing.")
    category = graphene.String(description="Slug.")
    title = graphene.String(description="At most 80 characters.")
    description = graphene.String(description="At most 4,000 characters.")
    commune = graphene.String(description="INSEE code, not a postcode.")
    reach_km = graphene.Int(description="How far the person goes, 1 to 200.")
    price_kind = PriceKind(description="By default AMOUNT with a price.")
    price = graphene.Decimal(description=PRICE)
    price_unit = graphene.String(description="Such as « le panier » or « par heure ».")
    availability = graphene.String(description="When, in the author's words.")
    urgent = graphene.Boolean(description="Whether the author cannot wait.")
    audience = Audience(description="Who may read it.")
    photos = graphene.List(
        graphene.NonNull(graphene.ID),
        description=f"{PHOTOS} Photos of the listing that are left out are deleted.",
    )
    photo_alts = graphene.List(
        graphene.NonNull(PhotoAltInput),
        description="Photos left out keep their words, and their place.",
    )


class CloseListingInput(graphene.InputObjectType):
    """Which listing ends, and how."""

    id = graphene.ID(required=True, description="Of one's own listing.")
    outcome = ListingOutcome(required=True, description="What became of it.")


class WithdrawListingInput(graphene.InputObjectType):
    """Which listing to take down."""

    id = graphene.ID(required=True, description="Of one's own listing.")


class RenewListingInput(graphene.InputObjectType):
    """Which listing to keep."""

    id = graphene.ID(required=True, description="Of one's own listing.")


class ListingPayload:
    """What every mutation of a listing answers."""

    listing = graphene.Field(Listing, description="Null when there are errors.")
    errors = graphene.List(
        graphene.NonNull(InputError),
        required=True,
        description="Empty when it is done.",
    )

    @classmethod
    def of(cls, act):
        """Run `act`, which returns a listing, and turn its refusal into data."""
        try:
            return cls(listing=act(), errors=[])
        except ValidationError as error:
            return cls(errors=input_errors(error))


def own_listing(info, global_id: str) -> models.Listing:
    rows = models.Listing.objects.by(require_login(info)).with_card_data()
    listing = rows.filter(public_id=key_of(global_id, "Listing")).first()
    if listing is None:
        raise not_found()
    return listing


def checked(form):
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    return form


class PublishListing(ListingPayload, graphene.Mutation):
    """Post an offer or a need in the name of the signed-in resident."""

    class Arguments:
        input = PublishListingInput(required=True, description="What to do.")

    @classmethod
    def mutate(cls, root, info, input):
        form = form_of(input, require_login(info))
        return cls.of(lambda: actions.publish_new(checked(form)))


class EditListing(ListingPayload, graphene.Mutation):
    """Change the words of one's own listing.

    What must be looked at first leaves the listing as it is: then `isInReview`.
    """

    is_in_review = graphene.Boolean(
        required=True, description="Whether the change waits for somebody to read it."
    )

    class Arguments:
        input = EditListingInput(required=True, description="What to do.")

    @classmethod
    def mutate(cls, root, info, input):
        listing = as_edited(own_listing(info, input.pop("id")))
        form = form_of(input, listing.author, listing)
        return cls.of(lambda: actions.save_edited(checked(form)))

    def resolve_is_in_review(self, info):
        return self.listing is not None and edit_of(self.listing) is not None


class DiscardListingEditInput(graphene.InputObjectType):
    """Which change to forget."""

    id = graphene.ID(required=True, description="Of one's own listing.")


class DiscardListingEdit(ListingPayload, graphene.Mutation):
    """Forget the change that waits to be read; without one nothing happens."""

    class Arguments:
        input = DiscardListingEditInput(required=True, description="What to do.")

    @classmethod
    def mutate(cls, root, info, input):
        listing = own_listing(info, input["id"])
        return cls.of(lambda: take_back(listing) or listing)


class CloseListing(ListingPayload, graphene.Mutation):
    """End one's own listing, saying what became of it."""

    class Arguments:
        input = CloseListingInput(required=True, description="What to do.")

    @classmethod
    def mutate(cls, root, info, input):
        listing = own_listing(info, input["id"])
        outcome = stored(input["outcome"])
        return cls.of(lambda: actions.close(listing, outcome) or listing)


class WithdrawListing(ListingPayload, graphene.Mutation):
    """Take one's own listing down."""

    class Arguments:
        input = WithdrawListingInput(required=True, description="What to do.")

    @classmethod
    def mutate(cls, root, info, input):
        listing = own_listing(info, input["id"])
        return cls.of(lambda: actions.withdraw(listing) or listing)


class RenewListing(ListingPayload, graphene.Mutation):
    """Give one's own listing that ran out, or soon will, another life."""

    class Arguments:
        input = RenewListingInput(required=True, description="What to do.")

    @classmethod
    def mutate(cls, root, info, input):
        listing = own_listing(info, input["id"])
        return cls.of(lambda: listing.renew() or listing)


class ListingMutations(graphene.ObjectType):
    publish_listing = PublishListing.Field()
    edit_listing = EditListing.Field()
    discard_listing_edit = DiscardListingEdit.Field()
    close_listing = CloseListing.Field()
    renew_listing = RenewListing.Field()
    withdraw_listing = WithdrawListing.Field()
