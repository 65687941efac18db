import graphene

from graphql_api.pagination import paginate, paging_arguments
from territory import models

from .types import CommuneConnection


class TerritoryQueries(graphene.ObjectType):
    communes = graphene.Field(
        CommuneConnection,
        required=True,
        search=graphene.String(description="Start of a name, or a postcode."),
        **paging_arguments(),
        description="All of Nièvre, by name.",
    )

    def resolve_communes(self, info, search=None, **paging):
        rows = models.Commune.objects.all()
        if search:
            rows = rows.matching(search.replace("\x00", ""))
        order = ["search_name", "insee"]
        return paginate(CommuneConnection, rows, order, "communes", **paging)
