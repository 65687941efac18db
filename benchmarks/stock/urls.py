from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from graphene_django.views import GraphQLView

from config.urls import urlpatterns as product

from .schema import by_hand, documented

urlpatterns = [
    path("documented/", csrf_exempt(GraphQLView.as_view(schema=documented))),
    path("by-hand/", csrf_exempt(GraphQLView.as_view(schema=by_hand))),
    path("", include(product)),  # so that links can be written
]
