"""How what people write is judged, and for how long."""

# What moderators decide about, by the word that decisions keep.
MODERATION_TARGETS = {
    "listing": "listings.moderated.ModeratedListing",
    "message": "messaging.moderated.ModeratedMessage",
    "person": "moderation.people.ModeratedPerson",
}
DECISIONS_PAGE_SIZE = 20
APPEAL_DAYS = 183  # six months: article 20 of the Digital Services Act
# Called with a person shut out for a scam, in the same transaction.
PERSON_CHEATED = ["messaging.actions.warn_correspondents"]
