"""A mail server of its own, on a free port."""

import re
import socket
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller


class Inbox:
    """Keeps what arrives: recipients, parsed message, bytes.

    Whoever sends is answered `refusal` instead, when there is one, at `step`.
    """

    def __init__(self):
        self.received = []
        self.asked = 0
        self.step, self.refusal = "RCPT", ""

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.refusal and self.step == "MAIL":
            return self.refusal
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.asked += 1
        if self.refusal and self.step == "RCPT":
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.refusal and self.step == "DATA":
            return self.refusal
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
