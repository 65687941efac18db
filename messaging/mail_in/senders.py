"""Whether a mail comes from the person whose address it answers with."""

import re
from email.message import Message

from django.conf import settings

from accounts.models import User


def is_sender(user: User, author: str, envelope_sender: str | None) -> bool:
    """Whether `author`, of the header, is an address that `user` proved to be theirs.

    The envelope may name another mailbox of the same domain; another domain is a sign
    of forgery. None where the mail server does not tell.
    """
    if author not in proved_by(user):
        return False
    return envelope_sender is None or domain(envelope_sender) == domain(author)


def proved_by(user: User) -> set[str]:
    found = user.emailaddress_set.filter(verified=True)
    return {address.lower() for address in found.values_list("email", flat=True)}


def domain(address: str) -> str:
    """Return the last two names: `mx3.example.org` sends for `example.org`."""
    names = address.strip("<> ").lower().rpartition("@")[2].split(".")
    return ".".join(names[-2:])


def failed_authentication(message: Message) -> bool:
    """Whether the mail server that is trusted says that DMARC failed.

    Its name opens the header (RFC 8601); what others say is not read.
    """
    trusted = settings.MAIL_TRUSTED_AUTHSERV_ID.lower()
    if not trusted:
        return False
    return any(
        name.lower().split()[:1] == [trusted]
        and re.search(r"\bdmarc\s*=\s*fail\b", results, re.IGNORECASE)
        for line in map(str, message.get_all("Authentication-Results") or [])
        for name, _semicolon, results in [line.partition(";")]
    )
