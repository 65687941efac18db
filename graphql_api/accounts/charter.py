"""The rules of the site: which version is in force, and which one was accepted."""

import graphene

from accounts.charter import accepted, current_charter
from graphql_api.addresses import Addressed


class Charter(Addressed, graphene.ObjectType):
    """The rules that everybody who has an account accepts."""

    version = graphene.Date(
        required=True, description="Day of the last change; it may be to come."
    )
    title = graphene.String(required=True, description="Of the page that holds them.")
    path = graphene.String(required=True, description="The argument of page(path:).")
    url = graphene.String(
        required=True, description="Whole address, to open in a browser."
    )
    changes = graphene.String(
        required=True, description="What changed, in a French sentence; may be empty."
    )


class CharterAgreement(graphene.ObjectType):
    """What the signed-in person accepted, and what they are asked to accept."""

    current = graphene.Field(
        Charter, description="The version in force; null while none is published."
    )
    accepted_version = graphene.Date(
        description="The last one; null of who accepted before there was one, or none."
    )
    accepted_at = graphene.DateTime(description="Null of who accepted none.")
    is_current = graphene.Boolean(
        required=True, description="False: ask them, and let them go on; acceptCharter."
    )

    def resolve_current(self, info):
        return current_charter(info.context)

    def resolve_accepted_version(self, info):
        return self.charter_version

    def resolve_accepted_at(self, info):
        return self.charter_accepted_at

    def resolve_is_current(self, info):
        return accepted(self, current_charter(info.context))


class CharterOfMe:
    """The rules among the fields of the signed-in person."""

    charter = graphene.Field(
        CharterAgreement,
        required=True,
        description="The rules of the site, as they accepted them.",
    )

    def resolve_charter(self, info):
        return self
