"""How what people write is judged, and for how long."""

# What moderators decide about, by the word that decisions keep.
MODERATION_TARGETS = {
    "listing": "listings.moderated.ModeratedListing",
    "message": "messaging.moderated.ModeratedMessage",
    "person": "moderation.people.ModeratedPerson",
    "address": "moderation.notices.addresses.ReportedAddress",
}
DECISIONS_PAGE_SIZE = 20
APPEAL_DAYS = 183  # six months: article 20 of the Digital Services Act
# Views, by name or namespace, to which suspended people may send something: signing in
# and out, securing their account, stopping mails, contesting, reporting, leaving.
SUSPENDED_MAY = [
    "headless",
    "front_ends",
    "decisions",
    "notices",
    "account_data_export",
    "account_data_archive",
    "account_erase",
    "account_come_back",
    "account_accept_charter",
    "account_login",
    "account_logout",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_reauthenticate",
    "account_reauthenticate_by_code",
    "account_set_password",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_login_webauthn",
    "messaging:unsubscribe",
    "account_email",
    "account_mail_again",
    "account_email_verification_sent",
    "account_change_password",
    "account_reset_password",
    "account_reset_password_from_key",
    "usersessions_list",
    "messaging:own_mail_choice",
    "messaging:mail_choice",
]
SUSPENDED_MAY_MUTATE = [
    "acceptCharter",
    "appealDecision",
    "reportContent",
    "contestNotice",
    "requestDataExport",
    "requestErasure",
    "cancelErasure",
    "updateNotificationPreference",
    "resumeMail",
    "unsubscribeFromPush",
]
# Called with a person shut out for a scam, in the same transaction.
PERSON_CHEATED = ["messaging.actions.warn_correspondents"]

# --- Notices (articles 16, 18 and 23 of the Digital Services Act) ---------------------
NOTICES_PER_DAY = 20  # of one account
NOTICES_PER_DAY_AND_ADDRESS = 5  # of visitors behind one network address
# Trusted people who hide a listing until it is reviewed; twice as many after each
# review that kept it online.
NOTICES_TO_HIDE = 3
# From so many answered notices on, who is right less often than this counts no more.
NOTICES_BEFORE_MISUSE = 5
NOTICES_UPHELD_AT_LEAST = 0.2

# The moderators' room: what the apps above tell of a person, the messages shown on each
# side of the reported one, how long somebody is said to look at a case after they did.
PERSON_FACTS = ["listings.moderated.facts_about", "messaging.moderated.facts_about"]
CASE_MESSAGES_AROUND = 3
CASE_LOOK_SECONDS = 120
