import graphene
from graphene import relay

from graphql_api.pagination import CountedConnection
from territory import models


class Commune(graphene.ObjectType):
    """One of the communes of Nièvre."""

    columns = {"id": ["insee"]}

    insee = graphene.String(
        required=True,
        description="The argument of listings(commune:): five characters.",
    )
    name = graphene.String(
        required=True, description="With its article, as it is written."
    )
    postcodes = graphene.List(
        graphene.NonNull(graphene.String), required=True, description="One or several."
    )
    population = graphene.Int(required=True, description="Inhabitants.")
    latitude = graphene.Float(
        required=True, description="Of its centre, in degrees (WGS 84)."
    )
    longitude = graphene.Float(
        required=True, description="Of its centre, in degrees (WGS 84)."
    )

    class Meta:
        interfaces = [relay.Node]
        possible_types = (models.Commune,)

    def resolve_id(self, info):
        return self.insee

    def resolve_postcodes(self, info):
        return self.postcodes.replace(",", " ").split()

    @classmethod
    def get_node(cls, info, key):
        return models.Commune.objects.filter(pk=key).first()


class CommuneConnection(CountedConnection):
    """A page of communes."""

    class Meta:
        node = Commune
        name = "CommuneConnection"
