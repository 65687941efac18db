"""A mail server of its own, on a free port."""

import re
import socket
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller


class Inbox:
    """Keeps what arrives: recipients, parsed message, bytes."""

    def __init__(self):
        self.received = []

    async def handle_DATA(self, server, session, envelope):
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.received.append((envelope.rcpt_tos, message, envelope.content))
        return "250 OK"


def mail_server() -> Controller:
    """Return a server that is not started yet; its `handler` is an `Inbox`."""
    return Controller(Inbox(), hostname="127.0.0.1", port=free_port())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def code_in(mail) -> str:
    """Return the code that a mail of confirmation holds."""
    (code,) = re.findall(r"^    (\d{3} \d{3})\r?$", mail.body, re.MULTILINE)
    return code
