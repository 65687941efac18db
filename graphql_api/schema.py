import graphene
from graphene import relay

from .accounts.mutations import AccountMutations
from .accounts.rights import RightsMutations
from .cms.blocks import TYPES as BLOCK_TYPES
from .cms.queries import CmsQueries
from .cms.search import SearchQueries
from .cms.types import PAGE_TYPES
from .listings.mutations import ListingMutations
from .listings.queries import ListingQueries
from .messaging.choices import ChoiceMutations
from .messaging.deal import DealMutations
from .messaging.mutations import MessagingMutations
from .messaging.push import PushMutations
from .messaging.queries import MessagingQueries
from .messaging.removing import RemovalMutations
from .moderation.decisions import DecisionMutations
from .moderation.mutations import ModerationMutations
from .moderation.queries import ModerationQueries
from .nodes import resolve_node
from .territory.queries import TerritoryQueries


class Query(
    ListingQueries,
    TerritoryQueries,
    MessagingQueries,
    ModerationQueries,
    CmsQueries,
    SearchQueries,
    graphene.ObjectType,
):
    """What anyone, or the signed-in person, may read."""

    node = graphene.Field(
        relay.Node,
        id=graphene.ID(required=True, description="Of any object that has one."),
        resolver=resolve_node,
        description="Null when it is not visible.",
    )


class Mutation(
    ListingMutations,
    MessagingMutations,
    ChoiceMutations,
    DealMutations,
    RemovalMutations,
    PushMutations,
    ModerationMutations,
    AccountMutations,
    RightsMutations,
    DecisionMutations,
    graphene.ObjectType,
):
    """What the signed-in person may do: one mutation in a document."""


schema = graphene.Schema(
    query=Query, mutation=Mutation, types=[*PAGE_TYPES.values(), *BLOCK_TYPES.values()]
)
