"""Mails that people and servers send, as bytes."""

from email import message_from_bytes, policy
from email.message import EmailMessage


def letter(author: str, text: str = "Oui, samedi.", **headers: str) -> bytes:
    """Return a mail; `in_reply_to="…"` becomes the header `In-Reply-To`."""
    mail = EmailMessage()
    mail["From"] = author
    mail["Message-ID"] = headers.pop("message_id", "<1@example.org>")
    mail["Subject"] = headers.pop("subject", "Re: Martine L. vous écrit")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


def with_attachment(raw: bytes, kind: str, content: bytes, name: str) -> bytes:
    """Return the mail with a file attached to it."""
    mail = message_from_bytes(raw, policy=policy.default)
    main, sub = kind.split("/")
    mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return mail.as_bytes()


def failure(
    status: str, action: str = "failed", told: str = "smtp; 550 refused"
) -> bytes:
    """Return what a server reports of a mail that it could not deliver (RFC 3464)."""
    return f"""From: MAILER-DAEMON@mx.example.org
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce@mx.example.org>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="limite"

--limite
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--limite
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
Arrival-Date: Mon, 3 Mar 2025 10:12:00 +0100

Final-Recipient: rfc822; habitant@example.org
Original-Recipient: rfc822;habitant@example.org
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.org
Diagnostic-Code: {told}

--limite
Content-Type: text/rfc822-headers

Subject: Martine L. vous =?utf-8?q?=C3=A9crit?=

--limite--
""".encode()
