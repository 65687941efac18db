"""Mails that could not be delivered, as the servers of their readers report it."""

import re
from email.message import Message

from background.refusals import FINAL, STATUS

UNKNOWN = re.compile(
    r"(user|recipient|mailbox|utilisateur|destinataire).{0,20}(unknown|inconnu)"
    r"|(user|recipient|mailbox).{0,20}not found|does not exist"
    r"|(unknown|no such) (user|recipient|mailbox)",
    re.IGNORECASE,
)


def tells_of_a_wrong_address(message: Message) -> bool:
    return any(is_final(fields) for fields in reported(message))


def reported(message: Message) -> list[Message]:
    """Return what a delivery status (RFC 3464) tells of each recipient."""
    return [
        fields
        for part in message.walk()
        if part.get_content_type() == "message/delivery-status"
        for fields in part.get_payload()
        if isinstance(fields, Message) and "Action" in fields
    ]


def is_final(fields: Message) -> bool:
    """Whether delivery failed because of the address itself."""
    action, status, told = (
        " ".join(str(fields.get(name, "")).split())
        for name in ("Action", "Status", "Diagnostic-Code")
    )
    if action.lower() != "failed" or not status.startswith("5."):
        return False
    found = STATUS.match(status)
    if found and found[0] != "5.0.0":
        return found[0] in FINAL
    # The reporting server knew no better: the answer it was given says more.
    said = STATUS.search(told)
    return said[0] in FINAL if said else UNKNOWN.search(told) is not None
