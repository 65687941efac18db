"""One document for every field of the schema's Query and Mutation."""

QUERIES = {
    "node": "node(id: $conversation) { id }",
    "search": 'search(words: "pelouse") { edges { cursor } }',
    "page": 'page(path: "/infos/") { id }',
    "pages": "pages { edges { cursor } }",
    "site": "site { name }",
    "me": "me { displayName }",
    "conversation": "conversation(id: $conversation) { id }",
    "communes": 'communes(search: "Prémery") { edges { cursor } }',
    "listings": "listings { edges { cursor } }",
    "listing": "listing(id: $listing) { id }",
    "categories": "categories { slug }",
    "activity": "activity { insee }",
    "notice": 'notice(number: "000000000000") { status }',
}
NAMED = ("listing", "conversation", "message", "decision")
# The arguments that each mutation takes, between the braces of its input.
MUTATIONS = {
    "acceptCharter": 'version: "2026-11-27"',
    "updateProfile": 'about: "Bonjour"',
    "resumeMail": 'email: "jeanne@example.org"',
    "updateNotificationPreference": "kind: MESSAGES, rhythm: DAILY",
    "reserveListing": "conversation: $conversation",
    "freeListing": "conversation: $conversation",
    "fulfilListing": "conversation: $conversation",
    "recordOutcome": "conversation: $conversation, outcome: DONE",
    "setConversationState": "conversation: $conversation, state: MUTED",
    "blockResident": "conversation: $conversation",
    "unblockResident": "conversation: $conversation",
    "startConversation": 'listing: $listing, body: "Bonjour"',
    "sendMessage": 'conversation: $conversation, body: "Bonjour"',
    "markConversationRead": "conversation: $conversation",
    "publishListing": (
        'kind: OFFER, category: "jardin-bois", title: "Je tonds", '
        'description: "Le samedi.", commune: "58218"'
    ),
    "editListing": 'id: $listing, title: "Je tonds"',
    "discardListingEdit": "id: $listing",
    "closeListing": "id: $listing, outcome: SOLVED_HERE",
    "renewListing": "id: $listing",
    "withdrawListing": "id: $listing",
    "subscribeToPush": 'endpoint: "https://example.net/", p256dh: "", auth: ""',
    "unsubscribeFromPush": 'endpoint: "https://example.net/"',
    "deleteMessage": "message: $message",
    "reportContent": (
        'targetId: $listing, reason: SCAM, explanation: "Un mandat.", '
        'inGoodFaith: true, name: "Jeanne", email: "jeanne@example.org"'
    ),
    "appealDecision": 'decisionId: $decision, words: "Relisez."',
    "contestNotice": 'number: "000000000000", words: "Relisez."',
    "requestDataExport": 'password: "wrong"',
    "requestErasure": 'password: "wrong"',
    "cancelErasure": 'token: "wrong"',
}


def document(kind: str, name: str) -> str:
    """Return a document that asks one field, with the ids of the world as variables."""
    field = (
        QUERIES[name]
        if kind == "query"
        else f"{name}(input: {{{MUTATIONS[name]}}}) {{ errors {{ code }} }}"
    )
    used = [name for name in NAMED if f"${name}" in field]
    given = ", ".join(f"${one}: ID!" for one in used)
    return f"{kind}{f' ({given})' if given else ''} {{ {field} }}"
