from django.urls import path

from .developer import schema_file
from .explorer import graphiql, graphiql_script
from .views import graphql

urlpatterns = [
    path("", graphql, name="graphql"),
    path("schema.graphql", schema_file, name="graphql_schema"),
    path("graphiql/", graphiql, name="graphiql"),
    path("graphiql/graphiql.min.js", graphiql_script, name="graphiql_script"),
]
