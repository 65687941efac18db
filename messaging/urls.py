from django.urls import path

from . import views
from .photos.views import photo

app_name = "messaging"
urlpatterns = [
    path("messages/", views.inbox, name="inbox"),
    path("messages/nouveau/<str:code>/", views.write, name="write"),
    path("messages/<uuid:public_id>/", views.thread, name="thread"),
    path("messages/photos/<uuid:public_id>/<int:width>.webp", photo, name="photo"),
]
