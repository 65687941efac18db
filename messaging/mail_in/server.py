"""The door that mail servers knock at: LMTP and SMTP, told apart by their greeting."""

import asyncio
import signal

from aiosmtpd.smtp import SMTP, syntax
from django.conf import settings
from django.db import connections

from .answers import try_later
from .receiving import judge, receive

ONE_AT_A_TIME = "452 4.5.3 Un seul destinataire a la fois"
PATIENCE = 120  # seconds without a word from the other side


class Dialogue(SMTP):
    """Speaks SMTP and LMTP; one recipient each time, so that both answer alike."""

    line_length_limit = 1_000_000  # longer than the standard: what comes is read

    @syntax("LHLO hostname")
    async def smtp_LHLO(self, hostname: str) -> None:
        await self.smtp_EHLO(hostname)


class Door:
    """What aiosmtpd asks while a mail comes in."""

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if envelope.rcpt_tos:  # the sender's server comes back for the others
            return ONE_AT_A_TIME
        answer = await apart(judge, address)
        if answer.code == 250:
            envelope.rcpt_tos.append(address)
        return str(answer)

    async def handle_DATA(self, server, session, envelope) -> str:
        (recipient,) = envelope.rcpt_tos
        sender = envelope.mail_from
        return str(await apart(receive, bytes(envelope.content), sender, recipient))

    async def handle_exception(self, error: Exception) -> str:
        return str(try_later())


async def apart(work, *args):
    """Run `work` in a thread, with a database connection that ends with it."""

    def run():
        try:
            return work(*args)
        finally:
            connections.close_all()

    return await asyncio.get_running_loop().run_in_executor(None, run)


def dialogue() -> SMTP:
    """Return what answers one connection."""
    return Dialogue(
        Door(),
        data_size_limit=settings.MAIL_IN_LIMITS["bytes"],
        hostname=settings.REPLY_DOMAIN or "localhost",
        ident="Solidaires",
        timeout=PATIENCE,
        loop=asyncio.get_running_loop(),
    )


async def serve(host: str, port: int) -> None:
    """Answer until a signal comes; a mail that is cut short is sent again."""
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    async with await loop.create_server(dialogue, host, port):
        await stopped.wait()
