import graphene

from .types import ListingContent


class WaitingEdit(ListingContent, graphene.ObjectType):
    """What the author wants to change of a listing, until somebody has looked at it."""

    waits_since = graphene.DateTime(
        required=True, description="When a change was first sent."
    )

    def resolve_photos(self, info):
        return self.waiting_photos
