import graphene
from graphene import relay

from graphql_api.pagination import CountedConnection
from territory import models


class Commune(graphene.ObjectType):
    """One of the communes of Nièvre."""

    insee = graphene.String(required=True)
    name = graphene.String(required=True)
    postcodes = graphene.List(graphene.NonNull(graphene.String), required=True)
    population = graphene.Int(required=True)
    latitude = graphene.Float(required=True)
    longitude = graphene.Float(required=True)

    class Meta:
        interfaces = [relay.Node]
        possible_types = (models.Commune,)

    def resolve_id(self, info):
        return self.pk

    def resolve_postcodes(self, info):
        return self.postcodes.replace(",", " ").split()

    @classmethod
    def get_node(cls, info, key):
        return models.Commune.objects.filter(pk=key).first()


class CommuneConnection(CountedConnection):
    class Meta:
        node = Commune
        name = "CommuneConnection"
