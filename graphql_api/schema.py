import graphene
from graphene import relay

from .accounts.mutations import AccountMutations
from .cms.blocks import TYPES as BLOCK_TYPES
from .cms.queries import CmsQueries
from .cms.types import PAGE_TYPES
from .listings.mutations import ListingMutations
from .listings.queries import ListingQueries
from .messaging.mutations import MessagingMutations
from .messaging.queries import MessagingQueries
from .nodes import resolve_node
from .territory.queries import TerritoryQueries


class Query(
    ListingQueries,
    TerritoryQueries,
    MessagingQueries,
    CmsQueries,
    graphene.ObjectType,
):
    node = graphene.Field(
        relay.Node, id=graphene.ID(required=True), resolver=resolve_node
    )


class Mutation(
    ListingMutations, MessagingMutations, AccountMutations, graphene.ObjectType
):
    pass


schema = graphene.Schema(
    query=Query, mutation=Mutation, types=[*PAGE_TYPES.values(), *BLOCK_TYPES.values()]
)
