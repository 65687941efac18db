from django.urls import path

from . import control_views, views

app_name = "messaging"
urlpatterns = [
    path("messages/", views.inbox, name="inbox"),
    path("messages/lien/", views.link, name="link"),
    path("messages/nouveau/<str:code>/", views.write, name="write"),
    path("messages/<uuid:public_id>/", views.thread, name="thread"),
    path("messages/<uuid:public_id>/bilan/", control_views.outcome, name="outcome"),
    path(
        "messages/<uuid:public_id>/<slug:choice>/", control_views.choose, name="choose"
    ),
]
