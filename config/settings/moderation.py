"""How what people write is judged, and for how long."""

# What moderators decide about, by the word that decisions keep.
MODERATION_TARGETS = {
    "listing": "listings.moderated.ModeratedListing",
    "message": "messaging.moderated.ModeratedMessage",
    "person": "moderation.people.ModeratedPerson",
}
APPEAL_DAYS = 183  # six months: article 20 of the Digital Services Act

# The moderators' room: what the apps above tell of a person, the messages shown on each
# side of the reported one, how long somebody is said to look at a case after they did.
PERSON_FACTS = ["listings.moderated.facts_about", "messaging.moderated.facts_about"]
CASE_MESSAGES_AROUND = 3
CASE_LOOK_SECONDS = 120
