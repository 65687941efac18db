from django.urls import path

from . import views

app_name = "messaging"
urlpatterns = [
    path("messages/", views.inbox, name="inbox"),
    path("messages/nouveau/<str:code>/", views.write, name="write"),
    path("messages/<uuid:public_id>/", views.thread, name="thread"),
]
