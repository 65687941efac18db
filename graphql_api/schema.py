import graphene
from graphene import relay

from .listings.mutations import ListingMutations
from .listings.queries import ListingQueries
from .messaging.mutations import MessagingMutations
from .messaging.queries import MessagingQueries
from .nodes import resolve_node
from .territory.queries import TerritoryQueries


class Query(ListingQueries, TerritoryQueries, MessagingQueries, graphene.ObjectType):
    node = graphene.Field(
        relay.Node, id=graphene.ID(required=True), resolver=resolve_node
    )


class Mutation(ListingMutations, MessagingMutations, graphene.ObjectType):
    pass


schema = graphene.Schema(query=Query, mutation=Mutation)
