"""How what people write is judged, and for how long."""

# What moderators decide about, by the word that decisions keep.
MODERATION_TARGETS = {
    "listing": "listings.moderated.ModeratedListing",
    "message": "messaging.moderated.ModeratedMessage",
    "person": "moderation.people.ModeratedPerson",
}
APPEAL_DAYS = 183  # six months: article 20 of the Digital Services Act
