from django.urls import path

from . import control_views, views
from .live_views import inbox_news, news, send_live
from .notifications import views as mail_views
from .photos.views import photo
from .push.views import service_worker, subscribe, unsubscribe

app_name = "messaging"
urlpatterns = [
    path("messages/", views.inbox, name="inbox"),
    path("messages/nouveau/", inbox_news, name="inbox_news"),
    path("messages/lien/", views.link, name="link"),
    path("messages/nouveau/<str:code>/", views.write, name="write"),
    path("messages/photos/<uuid:public_id>/<int:width>.webp", photo, name="photo"),
    path("messages/notifications/", subscribe, name="subscribe"),
    path("messages/notifications/arreter/", unsubscribe, name="unsubscribe"),
    path("messages/service-worker.js", service_worker, name="service_worker"),
    path(
        "messages/supprimer/<uuid:public_id>/",
        control_views.delete_message,
        name="delete_message",
    ),
    path("messages/<uuid:public_id>/", views.thread, name="thread"),
    path("messages/bilan/<str:token>/", mail_views.say_outcome, name="say_outcome"),
    path("compte/courriels/", mail_views.own_choice, name="own_mail_choice"),
    path("courriels/<str:token>/", mail_views.mail_choice, name="mail_choice"),
    path("messages/<uuid:public_id>/nouveau/", news, name="news"),
    path("messages/<uuid:public_id>/envoyer/", send_live, name="send_live"),
    path("messages/<uuid:public_id>/bilan/", control_views.outcome, name="outcome"),
    path(
        "messages/<uuid:public_id>/<slug:choice>/", control_views.choose, name="choose"
    ),
]
