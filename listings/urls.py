from django.urls import path

from . import own_views, views
from .integration.views import component, frame, integration
from .mail_views import act
from .photos.views import photo

app_name = "listings"
urlpatterns = [
    path("annonces/", views.all_listings, name="list"),
    path("j-ai-besoin-d-aide/", views.need_help, name="need_help"),
    path("je-propose-mon-aide/", views.offer_help, name="offer_help"),
    path("annonces/nouvelle/", views.publish, name="publish"),
    path("photos/<uuid:public_id>/<int:width>.webp", photo, name="photo"),
    path("annonces/geste/<str:token>/", act, name="act"),
    path("annonces/<str:code>/modifier/", views.edit, name="edit"),
    path("annonces/<str:code>/abandonner/", own_views.take_back, name="take_back"),
    path("annonces/<str:code>/terminer/", own_views.close, name="close"),
    path("annonces/<str:code>/renouveler/", own_views.renew, name="renew"),
    path("annonces/<str:code>/retirer/", own_views.withdraw, name="withdraw"),
    path("integration/", integration, name="integration"),
    path("integration/annonces/", frame, name="frame"),
    path(
        "integration/<slug:version>/nivernais-listings.js", component, name="component"
    ),
    path("compte/annonces/", own_views.mine, name="mine"),
    path("annonces/<str:code>/<slug:slug>/", views.detail, name="detail"),
]
