import graphene

from accounts import models
from graphql_api.enums import from_choices

ResidentKind = from_choices(
    models.PersonKind, "In which quality a person writes.", name="ResidentKind"
)
NotificationKind = from_choices(
    models.NotificationKind, "What the site writes to people about."
)
NotificationRhythm = from_choices(
    models.Rhythm, "How often a person wants mail.", name="NotificationRhythm"
)


TrustLevel = from_choices(
    models.Trust, "How far a person is known here.", name="TrustLevel"
)
SellerStatus = from_choices(
    models.SellerStatus, "As whom a person sells.", name="SellerStatus"
)


class Standing(graphene.ObjectType):
    """How far the site trusts the signed-in person."""

    level = TrustLevel(required=True, description="NEW to VERIFIED.")
    label = graphene.String(required=True, description="The level in French words.")
    allows = graphene.String(
        required=True, description="What it allows, in a French sentence."
    )
    next = graphene.String(
        required=True,
        description="How the next level is reached, in French; empty at the last.",
    )

    def resolve_level(self, info):
        return str(self.level)


class Seller(graphene.ObjectType):
    """As whom the author of a listing sells; only professionals are identified."""

    columns = {
        "status": ["seller_status"],
        "siren": ["siren"],
        "address": ["business_address"],
    }

    status = SellerStatus(
        required=True, description="UNDECLARED for people who ask no price."
    )
    business_name = graphene.String(
        required=True, description="Empty for a private person."
    )
    siren = graphene.String(
        required=True, description="Nine figures; empty for a private person."
    )
    address = graphene.String(
        required=True, description="Of the business; empty for a private person."
    )

    def resolve_status(self, info):
        return str(self.seller_status)

    def resolve_address(self, info):
        return self.business_address


class Resident(graphene.ObjectType):
    """A person, as everybody may know them."""

    columns = {
        "display_name": ["first_name", "last_initial"],
        "member_since": ["date_joined"],
        "is_verified": ["verified_at"],
    }

    display_name = graphene.String(
        required=True,
        description="First name and initial, or the name of an organisation.",
    )
    kind = ResidentKind(required=True, description="In which quality.")
    member_since = graphene.Date(
        required=True, description="Day on which the account was made."
    )

    about = graphene.String(
        required=True, description="What they say of themselves; may be empty."
    )
    is_verified = graphene.Boolean(
        required=True, description="Whether the staff or a relay saw their identity."
    )

    def resolve_kind(self, info):
        return str(self.kind)

    def resolve_is_verified(self, info):
        return self.verified_at is not None

    def resolve_member_since(self, info):
        return self.date_joined.date()


class NotificationPreference(graphene.ObjectType):
    """How often the signed-in person wants mail of one kind."""

    kind = NotificationKind(required=True, description="What the mail is about.")
    rhythm = NotificationRhythm(
        required=True, description="AT_ONCE until something else was chosen."
    )
