from django.urls import path

from . import control_views, views
from .notifications import views as mail_views

app_name = "messaging"
urlpatterns = [
    path("messages/", views.inbox, name="inbox"),
    path("messages/lien/", views.link, name="link"),
    path("messages/nouveau/<str:code>/", views.write, name="write"),
    path("messages/<uuid:public_id>/", views.thread, name="thread"),
    path("messages/bilan/<str:token>/", mail_views.say_outcome, name="say_outcome"),
    path("compte/courriels/", mail_views.own_choice, name="own_mail_choice"),
    path("courriels/<str:token>/", mail_views.mail_choice, name="mail_choice"),
    path("messages/<uuid:public_id>/bilan/", control_views.outcome, name="outcome"),
    path(
        "messages/<uuid:public_id>/<slug:choice>/", control_views.choose, name="choose"
    ),
]
