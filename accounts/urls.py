from allauth.account.views import password_set, signup
from allauth.mfa.totp.views import activate_totp
from csp.decorators import csp_update
from django.urls import path

from . import views
from .reauthentication import ReauthenticateByCodeView
from .rights import views as rights
from .sensitive import sensitive
from .signing_up import together

# Before those of allauth, some of which are answered here.
urlpatterns = [
    path("signup/", together(signup), name="account_signup"),
    path("", views.profile, name="account_profile"),
    path(
        "confirm-email/", views.confirm_address, name="account_email_verification_sent"
    ),
    path("charte/", views.accept_charter, name="account_accept_charter"),
    path("email/again/", views.send_again, name="account_mail_again"),
    path("donnees/", rights.data, name="account_data"),
    path("donnees/telecharger/", rights.export, name="account_data_export"),
    path("donnees/archive/<str:token>/", rights.archive, name="account_data_archive"),
    path("donnees/effacer/", rights.erase, name="account_erase"),
    path("revenir/<str:token>/", rights.come_back, name="account_come_back"),
    path("password/set/", sensitive(password_set), name="account_set_password"),
    path(
        "reauthenticate/code/",
        ReauthenticateByCodeView.as_view(),
        name="account_reauthenticate_by_code",
    ),
    # The drawing that telephones photograph stands in the page itself.
    path(
        "2fa/totp/activate/",
        csp_update({"img-src": ["data:"]})(activate_totp),
        name="mfa_activate_totp",
    ),
    path("sessions/", views.sessions, name="usersessions_list"),
]
