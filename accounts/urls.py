from django.urls import path

from . import views

urlpatterns = [
    path("", views.profile, name="account_profile"),
    path(
        "nouveau-lien/", views.resend_confirmation, name="account_resend_confirmation"
    ),
]
