"""How what people write is judged, and for how long."""

# What moderators decide about, by the word that decisions keep.
MODERATION_TARGETS = {
    "listing": "listings.moderated.ModeratedListing",
    "message": "messaging.moderated.ModeratedMessage",
    "person": "moderation.people.ModeratedPerson",
}
DECISIONS_PAGE_SIZE = 20
APPEAL_DAYS = 183  # six months: article 20 of the Digital Services Act
# Views, by name or namespace, to which suspended people may send something: signing in
# and out, securing their account, stopping mails, contesting.
SUSPENDED_MAY = [
    "headless",
    "decisions",
    "account_login",
    "account_logout",
    "account_reauthenticate",
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
SUSPENDED_MAY_MUTATE = ["appealDecision"]
# Called with a person shut out for a scam, in the same transaction.
PERSON_CHEATED = ["messaging.actions.warn_correspondents"]
