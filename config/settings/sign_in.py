"""Accounts, signing in and its limits: docs/decisions/0017-second-factor.md."""

from datetime import timedelta

import environ

env = environ.Env()

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name}
    for name in (
        "django.contrib.auth.password_validation.MinimumLengthValidator",
        "django.contrib.auth.password_validation.CommonPasswordValidator",
        "django.contrib.auth.password_validation.NumericPasswordValidator",
        "accounts.passwords.MaximumLengthValidator",
        "accounts.passwords.PersonalPasswordValidator",
        "accounts.passwords.FrenchCommonPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
UNCONFIRMED_ACCOUNT_DAYS = 7
# Called with a request or None; returns the rules in force: accounts/charter.py.
CHARTER = "cms.charter.current_charter"

# --- django-allauth -------------------------------------------------------------------
ALLAUTH_SETTING_GETTER = "accounts.addresses.allauth_setting"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
HEADLESS_ADAPTER = "accounts.adapter.HeadlessAdapter"
HEADLESS_TOKEN_STRATEGY = "accounts.tokens.TokenStrategy"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_FORMS = {
    "signup": "accounts.door_forms.SignupForm",
    "reset_password": "accounts.door_forms.ResetPasswordForm",
    "request_login_code": "accounts.door_forms.RequestLoginCodeForm",
    "confirm_login_code": "accounts.code_form.LoginCodeForm",
    "confirm_email_verification_code": "accounts.code_form.CodeForm",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True  # the adapter does the work, and sends nothing
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 3600  # people are slow, and so is mail
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 3  # times
ACCOUNT_LOGIN_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 3
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # seconds after which one proves it again

# --- The second factor ----------------------------------------------------------------
# Whoever may enter /admin/ needs one; only the development settings can say otherwise.
STAFF_MFA_REQUIRED = True
MFA_ADAPTER = "accounts.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "accounts.passkeys.AddForm",
    "login_webauthn": "accounts.passkeys.LoginForm",
    "authenticate_webauthn": "accounts.passkeys.AuthenticateForm",
    "reauthenticate_webauthn": "accounts.passkeys.ReauthenticateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Nièvre Solutions Solidaires"

# --- Limits: how many, in how long, for whom ------------------------------------------
accounts_a_day = env.int("ACCOUNTS_PER_ADDRESS", default=3)
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    # Accounts, not attempts: one family signs up on one evening.
    "new_account": f"{accounts_a_day}/d/ip",
    "reset_password": "20/m/ip,5/m/key,15/d/key",
    "reset_password_from_key": "20/m/ip",
    "request_login_code": "20/m/ip,5/5m/key,15/h/key",
    "confirm_email": "5/5m/key,15/h/key",
    "reauthentication_code": "3/10m/user",
}
# Asking and answering count: as many sign-ins as by password.
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
# Proxies in front whose X-Forwarded-For is believed; None: nobody has said.
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=None)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT or 0
# Networks that many people share: what is counted by address is multiplied there.
SHARED_ADDRESSES: list[str] = env.list("SHARED_ADDRESSES", default=[])
SHARED_ADDRESS_FACTOR = 20

# --- Forms that anybody may send ------------------------------------------------------
FORM_FASTEST_SECONDS = 3  # nobody fills one in less
FORM_LONGEST_SECONDS = 24 * 3600  # the page may have stayed open all day

# --- A session ends unless it is used, and in any case: 0009-sign-in.md ---------------
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds without use
SESSION_LONGEST = timedelta(days=30)
SESSION_LONGEST_EDITORS = timedelta(hours=8)
