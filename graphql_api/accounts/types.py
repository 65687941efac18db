import graphene

from accounts.models import PersonKind
from graphql_api.enums import from_choices

ResidentKind = from_choices(PersonKind, "ResidentKind")


class Resident(graphene.ObjectType):
    """A person, as everybody may know them."""

    display_name = graphene.String(required=True)
    kind = ResidentKind(required=True)
    member_since = graphene.Date(required=True)

    def resolve_kind(self, info):
        return str(self.kind)

    def resolve_member_since(self, info):
        return self.date_joined.date()
