"""What people may ask of their data, and for how long each kind is kept.

See docs/decisions/0018-rights.md; `config/retention/table.py` shows and applies it.
"""

import environ

env = environ.Env()

# Called with a person; each returns a `Part` of the archive: accounts/rights/parts.py.
DATA_EXPORTS = [
    "accounts.rights.own.export",
    "listings.rights.export",
    "messaging.rights.export",
    "moderation.rights.export",
]
# Returns the lines of the table of what is kept and for how long.
DATA_DURATIONS = "config.retention.table.shown"
# Called with a person in the transaction that erases them, the upper apps first.
ACCOUNT_ERASERS = [
    "messaging.rights.erase",
    "listings.rights.erase",
    "cms.rights.erase",
    "accounts.rights.own.erase",
]
# Called with a moment: the keys of those who used the site since without signing in.
ACCOUNTS_IN_USE = ["messaging.rights.wrote_since"]

ERASURE_DAYS = 14  # to come back
EXPORT_HOURS = 48  # for which an archive waits
EXPORTS_PER_DAY = 3
INACTIVE_DAYS = 730
INACTIVE_WARNINGS_DAYS = [60, 15]  # before the account goes
CONVERSATION_WARNING_DAYS = 28  # at least, before a silent conversation goes
KEY_HOURS = 24  # for which a second copy of what was sent is recognised

# Secrets that seal from where people signed in and published: 0026-connections.md.
SEALED_DATA_KEYS: list[str] = env.list("SEALED_DATA_KEYS", default=[])
# Header in which the proxy tells the port of the client; it must set it itself.
SOURCE_PORT_HEADER = env("SOURCE_PORT_HEADER", default="")

# Days for which things are kept once they ended.
RETENTION_DAYS = {
    "identity": 5 * 365,  # décret 2021-1362
    "details": 365,
    "connections": 365,
    "journal": 365,
    "listing": 365,
    "listing_photos": 30,
    "conversation": 365,
    "finished_jobs": 14,
    "failed_jobs": 30,
    "decisions": 3 * 365,
    "audit": 3 * 365,
    # By the machines, which docs/deploying.md sets up.
    "logs": 183,
    "incidents": 365,
    "backups": 30,
}
