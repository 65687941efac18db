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


class Resident(graphene.ObjectType):
    """A person, as everybody may know them."""

    columns = {
        "display_name": ["first_name", "last_initial"],
        "member_since": ["date_joined"],
    }

    display_name = graphene.String(
        required=True,
        description="First name and initial, or the name of an organisation.",
    )
    kind = ResidentKind(required=True, description="In which quality.")
    member_since = graphene.Date(
        required=True, description="Day on which the account was made."
    )

    def resolve_kind(self, info):
        return str(self.kind)

    def resolve_member_since(self, info):
        return self.date_joined.date()


class NotificationPreference(graphene.ObjectType):
    """How often the signed-in person wants mail of one kind."""

    kind = NotificationKind(required=True, description="What the mail is about.")
    rhythm = NotificationRhythm(
        required=True, description="AT_ONCE until something else was chosen."
    )
