from django.urls import path

from .developer import schema_file
from .views import graphql

urlpatterns = [
    path("", graphql, name="graphql"),
    path("schema.graphql", schema_file, name="graphql_schema"),
]
