"""Transports that fail as mail servers do."""

import signal

from django.core.mail.backends.base import BaseEmailBackend


class BrokenTransport(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise ConnectionRefusedError("no mail server")


class BrokenOnce(BaseEmailBackend):
    broken = True

    def send_messages(self, email_messages):
        if BrokenOnce.broken:
            BrokenOnce.broken = False
            raise ConnectionRefusedError("no mail server")
        return len(email_messages)


class StoppedMeanwhile(BaseEmailBackend):
    """The worker is told to stop while it delivers."""

    def send_messages(self, email_messages):
        signal.raise_signal(signal.SIGTERM)
        return len(email_messages)
