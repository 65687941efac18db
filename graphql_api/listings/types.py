import graphene
from django.conf import settings
from django.utils import timezone
from django.utils.text import Truncator
from graphene import relay

from graphql_api.accounts.types import Resident, Seller
from graphql_api.enums import from_choices
from graphql_api.execution.columns import Children, Joined, Same
from graphql_api.nodes import by_public_id, to_global_id
from graphql_api.pagination import CountedConnection
from graphql_api.territory.types import Commune
from listings import models
from listings.states import JUDGED, LIVE
from listings.states import ListingStatus as Status
from messaging.actions.reach import foresight_of

from .own import own_edits
from .photos import Photo

EXCERPT = 160  # characters
ListingKind = from_choices(models.ListingKind, "Whether help is offered or needed.")
ListingStatus = from_choices(Status, "Where a listing is in its life.")
ListingOutcome = from_choices(
    models.Outcome, "What became of a listing.", name="ListingOutcome"
)
PriceKind = from_choices(models.PriceKind, "How a price is set.")
Audience = from_choices(
    models.Audience, "Who may read a listing.", name="ListingAudience"
)


ORDERS = {
    "NEWEST": "The latest first.",
    "NEAREST": "The shortest way from `commune` first.",
}


ACTS = {
    "RENEW": "`renewListing`.",
    "EDIT": "`editListing`.",
    "DISCARD_EDIT": "`discardListingEdit`: a change waits.",
    "CLOSE": "`closeListing`.",
    "WITHDRAW": "`withdrawListing`.",
}
ABOUT_ACTS = "What the author of a listing may do with it."
ListingAct = graphene.Enum(
    "ListingAct",
    [(name, name) for name in ACTS],
    description=lambda one: ACTS[one.name] if one else ABOUT_ACTS,
)


class ListingOrder(graphene.Enum):
    """How listings are sorted."""

    NEWEST = "newest"
    NEAREST = "nearest"

    @property
    def description(self):
        return ORDERS[self.name]


class Category(graphene.ObjectType):
    """A subject of listings."""

    columns = {"id": ["slug"]}

    slug = graphene.String(
        required=True, description="The argument of listings(category:)."
    )
    name = graphene.String(required=True, description="In French words.")
    short_name = graphene.String(
        required=True, description="The same in at most 20 characters."
    )
    description = graphene.String(
        required=True, description="What belongs there, in a French sentence."
    )
    kinds = graphene.List(
        graphene.NonNull(ListingKind),
        required=True,
        description="The kinds of listing that it takes.",
    )
    notice = graphene.String(
        required=True,
        description="What to remember before posting, in French; may be empty.",
    )

    class Meta:
        interfaces = [relay.Node]
        possible_types = (models.Category,)

    def resolve_id(self, info):
        return self.slug

    @classmethod
    def get_node(cls, info, key):
        return models.Category.objects.filter(pk=key).first()


class Price(graphene.ObjectType):
    """What is asked in exchange."""

    columns = {
        "amount": ["price"],
        "unit": ["price_unit"],
        "is_free": ["price_kind"],
        "label": ["price_kind", "price", "price_unit"],
        "note": ["price_note"],
    }

    amount = graphene.Decimal(description="In euros; null when free or to be agreed.")
    unit = graphene.String(
        required=True, description="Such as « le panier »; may be empty."
    )
    is_free = graphene.Boolean(required=True, description="Whether nothing is asked.")
    label = graphene.String(required=True, description="The price in French words.")
    note = graphene.String(
        required=True, description="To show after `label`; may be empty."
    )

    def resolve_amount(self, info):
        return self.price

    def resolve_unit(self, info):
        return self.price_unit

    def resolve_is_free(self, info):
        return self.price_kind == models.PriceKind.FREE

    def resolve_label(self, info):
        return self.price_label

    def resolve_note(self, info):
        return self.price_note


class ListingContent:
    """What the author writes of a listing, and may change."""

    title = graphene.String(required=True, description="At most 80 characters.")
    description = graphene.String(
        required=True, description="Text with line breaks, without marks."
    )
    category = graphene.Field(Category, required=True, description="Its subject.")
    commune = graphene.Field(
        Commune, required=True, description="Where it takes place."
    )
    reach_km = graphene.Int(
        description="How far the person goes; null when it was not said."
    )
    price = graphene.Field(
        Price, required=True, description="What is asked in exchange."
    )
    availability = graphene.String(
        required=True, description="When, in the author's words; may be empty."
    )
    urgent = graphene.Boolean(
        required=True, description="Whether the author cannot wait."
    )
    audience = Audience(required=True, description="Who may read it.")
    photos = graphene.List(
        graphene.NonNull(Photo), required=True, description="At most 6, in order."
    )

    def resolve_audience(self, info):
        return str(self.audience)

    def resolve_price(self, info):
        return self


class Listing(ListingContent, graphene.ObjectType):
    """Help that somebody offers or needs."""

    columns = {
        "id": ["public_id"],
        "excerpt": ["description"],
        "category": Joined("category"),
        "commune": Joined("commune"),
        "price": Same(),
        "photos": Children("photos", parent=("title",)),
        "author": Joined("author"),
        "seller": Joined("author"),
        "url": ["code", "title", "kind"],
        "distance_km": [],
        "moderation_reason": None,
        "waiting_edit": None,
        "moderation_decision": None,
        "acts": None,
        "can_contact": ["status", "expires_at", "author_id"],
        "obstacle": ["status", "expires_at", "author_id"],
    }

    code = graphene.String(required=True, description="Six characters, said aloud.")
    kind = ListingKind(required=True, description="Whether help is offered or needed.")
    status = ListingStatus(
        required=True,
        description="Others than its author only see PUBLISHED and RESERVED.",
    )
    excerpt = graphene.String(
        required=True, description="The first 160 characters of `description`."
    )
    author = graphene.Field(
        Resident, required=True, description="By their public name."
    )
    seller = graphene.Field(
        Seller, required=True, description="As whom the author sells; see `price`."
    )
    created_at = graphene.DateTime(required=True, description="When it was written.")
    expires_at = graphene.DateTime(
        required=True, description="When it leaves the site unless it is renewed."
    )
    url = graphene.String(
        required=True, description="Whole address, to open in a browser."
    )
    distance_km = graphene.Float(
        description="Between village centres; null unless listings(commune:) was given."
    )
    moderation_reason = graphene.String(
        description="Why others do not see one's own listing, in French; null unless"
        " moderators hid or refused it, or asked for changes."
    )
    moderation_decision = graphene.ID(
        description="Of the decision that gives `moderationReason`: for `node`, and to"
        " contest it."
    )
    waiting_edit = graphene.Field(
        "graphql_api.listings.edits.WaitingEdit",
        description="Of one's own listing; null when no change waits.",
    )
    acts = graphene.List(
        graphene.NonNull(ListingAct),
        required=True,
        description="What the signed-in author may do now; empty for others.",
    )
    can_contact = graphene.Boolean(
        required=True,
        description="Whether startConversation makes sense: somebody else's listing, in"
        " force, whose author the signed-in person did not block; false to whoever is"
        " suspended, and to minors on listings of adults. It is true all the same"
        " where startConversation refuses with `correspondent_left`, so that no list"
        " tells who blocked the caller, nor adults who is a minor.",
    )
    obstacle = graphene.Field(
        "graphql_api.messaging.types.Obstacle",
        description="Why the signed-in person cannot write about the listing of"
        " somebody else, in force, as far as `canContact` tells.",
    )

    class Meta:
        interfaces = [relay.Node]
        possible_types = (models.Listing,)

    def resolve_id(self, info):
        return self.public_id

    def resolve_kind(self, info):
        return str(self.kind)

    def resolve_status(self, info):
        return str(self.status)

    def resolve_excerpt(self, info):
        return Truncator(self.description).chars(EXCERPT)

    def resolve_seller(self, info):
        return self.author

    def resolve_photos(self, info):
        return self.photos.all()

    def resolve_url(self, info):
        return f"{settings.SITE_URL}{self.get_absolute_url()}"

    def resolve_distance_km(self, info):
        return getattr(self, "distance_km", None)

    def resolve_moderation_reason(self, info):
        return self.reason if is_own(self, info) and self.status in JUDGED else None

    def resolve_moderation_decision(self, info):
        if not is_own(self, info) or self.status not in JUDGED or not self.decision:
            return None
        return to_global_id("Decision", self.decision)

    def resolve_waiting_edit(self, info):
        return own_edits(info.context).of(self) if is_own(self, info) else None

    def resolve_acts(self, info):
        if not is_own(self, info):
            return []
        possible = {
            "RENEW": self.can_be_renewed,
            "EDIT": self.can_be_edited,
            "DISCARD_EDIT": self.pk in own_edits(info.context).edits,
            "CLOSE": self.can_be_closed,
            "WITHDRAW": self.can_be_withdrawn,
        }
        return [act for act, may in possible.items() if may]

    def resolve_can_contact(self, info):
        return of_others(self, info) and foreseen(self, info) is None

    def resolve_obstacle(self, info):
        found = foreseen(self, info) if of_others(self, info) else None
        return found and {"code": found.code, "message": found.messages[0]}

    @classmethod
    def get_queryset(cls, info):
        return models.Listing.objects.visible_to(info.context.user).with_card_data()

    @classmethod
    def get_node(cls, info, key):
        return by_public_id(cls.get_queryset(info).with_reason(), key)


def is_own(listing: models.Listing, info) -> bool:
    return listing.author_id == info.context.user.pk


def of_others(listing: models.Listing, info) -> bool:
    """Whether it is somebody else's, in force, for who is signed in."""
    live = listing.status in LIVE and listing.expires_at > timezone.now()
    return live and info.context.user.is_authenticated and not is_own(listing, info)


def foreseen(listing: models.Listing, info):
    return foresight(info.context)(listing.author_id)


def foresight(request):
    """Return the `foresight_of` the signed-in person, read once in a request."""
    known = vars(request)
    if "_foresight" not in known:
        known["_foresight"] = foresight_of(request.user)
    return known["_foresight"]


class Activity(graphene.ObjectType):
    """How much goes on in a commune, needs that only members may read included."""

    insee = graphene.String(required=True, description="Of the commune.")
    name = graphene.String(required=True, description="Of the commune.")
    offers = graphene.Int(required=True, description="Listings in force.")
    needs = graphene.Int(required=True, description="Listings in force.")


class ListingConnection(CountedConnection):
    """A page of listings."""

    class Meta:
        node = Listing
        name = "ListingConnection"
