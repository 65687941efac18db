"""How messages follow each other on a page, show pictures and notify browsers."""

import environ

env = environ.Env()

# Seconds between two questions of an open conversation: at best, when nothing comes, in
# a tab that nobody sees, and after which such a tab asks no more.
MESSAGING_LIVE = {"fastest": 3, "slowest": 15, "hidden": 60, "forgotten": 1_800}

# --- Pictures: the sizes are those of listings, in `base.py` --------------------------
MESSAGE_PHOTOS_MAX = 3
MESSAGE_PHOTOS_WAITING_MAX = 12  # uploads of one person that no message took yet
MESSAGE_PHOTOS_WAITING_HOURS = 24

# --- Notifications in the browser (Web Push): off without a key -----------------------
VAPID_PRIVATE_KEY = env("VAPID_PRIVATE_KEY", default="")
PUSH_SECONDS = 24 * 3600  # for which a service keeps what it cannot hand over
PUSH_TIMEOUT = 10  # seconds
PUSH_BROWSERS_MAX = 10  # of one person; the oldest is forgotten
# The server calls the address that a browser gives: it must be one of these.
PUSH_SERVICES = [
    "https://fcm.googleapis.com",
    "https://*.push.services.mozilla.com",
    "https://*.push.apple.com",
    "https://*.notify.windows.com",
]
