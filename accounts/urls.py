from django.urls import path

from . import views

# Before those of allauth, two of which are answered here.
urlpatterns = [
    path("", views.profile, name="account_profile"),
    path(
        "confirm-email/", views.confirm_address, name="account_email_verification_sent"
    ),
    path("email/again/", views.send_again, name="account_mail_again"),
    path("sessions/", views.sessions, name="usersessions_list"),
]
