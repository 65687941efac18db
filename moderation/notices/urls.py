from django.urls import path

from . import views

app_name = "notices"
urlpatterns = [
    path("signaler/", views.report, name="report"),
    path("signaler/suivi/", views.follow, name="follow"),
    path("signaler/suivi/<str:number>/", views.status, name="status"),
]
