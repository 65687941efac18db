"""Mail that comes in: docs/decisions/0013-mail-in.md."""

import environ

env = environ.Env()

# Domain of the addresses that people answer to; without it, nothing is received.
REPLY_DOMAIN = env("REPLY_DOMAIN", default="")
# Name under which the mail server in front writes its Authentication-Results; without
# it, they are not read.
MAIL_TRUSTED_AUTHSERV_ID = env("MAIL_TRUSTED_AUTHSERV_ID", default="")
MAIL_REPLY_DAYS = 90  # a mail kept for longer is answered on the site
MAIL_BOUNCE_DAYS = 30  # mail servers give up after five to ten days
# What no mail may exceed; all but the parts are counted before anything is built.
MAIL_IN_LIMITS = {
    "bytes": 10 * 1024**2,
    "header_bytes": 256 * 1024,
    "lines": 300_000,
    "boundaries": 200,
    "separators": 2_000,  # lines that may separate two parts
    "parts": 100,
    "characters": 200_000,  # of text; what comes after is quoted
    "given_back": 20_000,  # characters of what was not sent
    "logo_bytes": 20_000,  # a smaller picture is no photo
    "notices_per_hour": 5,  # to one person; then the sending server is told instead
}
# Called with an address that a mail server says there is not, when a mail leaves.
MAIL_REFUSED = ["accounts.mailboxes.stop_mailing_to"]
MAIL_IN_KEPT_DAYS = 30  # how long a mail that comes again is recognised
