"""What a received mail says: its headers, its text, its pictures.

The standard library's lenient policy is used on purpose: the strict one raises on the
broken headers that real mails have.
"""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from email.utils import getaddresses
from mimetypes import guess_type

from django.conf import settings

from .html_text import text_of_html

# Python knows more encodings, some of which take hours or make what is no text.
CHARSETS = re.compile(r"utf-?(8|16)|iso|cp|windows|koi8|mac|gb|big5|euc|shift")
CALLED_OTHERWISE = {"iso-8859-1": "windows-1252", "latin1": "windows-1252"}
FALLBACKS = ["utf-8", "windows-1252", "latin-1"]  # the last one reads any byte
ADDED_BY_PROGRAMS = {
    "application/ms-tnef",
    "application/pgp-keys",
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "text/vcard",
    "text/x-vcard",
}
INVISIBLE = dict.fromkeys(map(ord, "\0\ufeff\u200b\u200c\u200d\u2060\xad"))


class UnreadableError(Exception):
    """A mail made to hurt, or broken beyond what can be read."""


@dataclass(frozen=True)
class Picture:
    """A picture attached to a mail, exactly as it was sent."""

    name: str
    content: bytes


def parsed(raw: bytes) -> Message:
    """Return the mail; refuse what would take too long or too much memory.

    The sizes are judged on the bytes, before anything is built from them.
    """
    headers, _blank, _body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    limits = settings.MAIL_IN_LIMITS
    for name, size in {
        "bytes": len(raw),
        "header_bytes": len(headers),
        "lines": raw.count(b"\n"),
        "boundaries": raw.lower().count(b"boundary"),
        "separators": raw.count(b"\n--"),
    }.items():
        if size > limits[name]:
            raise UnreadableError(name)
    try:
        message = message_from_bytes(raw, policy=compat32)
        count = sum(1 for _part in message.walk())
    except RecursionError as error:
        raise UnreadableError("nesting") from error
    if count > limits["parts"]:
        raise UnreadableError("parts")
    return message


def header(message: Message, name: str) -> str:
    """Return a header in readable words, on one line; empty when there is none."""
    try:
        pieces = decode_header(str(message.get(name, "")))
    except (HeaderParseError, ValueError):
        pieces = [(str(message.get(name, "")), None)]
    words = "".join(
        piece if isinstance(piece, str) else decoded(piece, charset)
        for piece, charset in pieces
    )
    return " ".join(words.translate(INVISIBLE).split())


def sender_of(message: Message) -> str:
    """Return the one address of the one `From`, in small letters; else nothing.

    Two authors, or two headers, are a way to show one and to be checked as the other.
    """
    lines = message.get_all("From") or []
    found = getaddresses([str(line) for line in lines])
    if len(lines) != 1 or len(found) != 1:
        return ""
    address = found[0][1].strip().lower()
    return address if re.fullmatch(r"[^@\s]{1,64}@[^@\s]{1,189}", address) else ""


def text_of(message: Message) -> str:
    """Return the text its author reads when writing it, plain if there is plain."""
    leaves = [part for part in message.walk() if not part.is_multipart()]
    for kind, read in (("text/plain", plain), ("text/html", html)):
        texts = [read(part) for part in leaves if is_body(part, kind)]
        text = "\n".join(texts).translate(INVISIBLE)
        if text.strip():
            return text
    return ""


def pictures_of(message: Message) -> list[Picture]:
    """Return the photos of a mail, in their order; a logo is too small to be one."""
    found = [
        Picture(part.get_filename() or "", payload(part))
        for part in message.walk()
        if is_picture(part)
    ]
    smallest = settings.MAIL_IN_LIMITS["logo_bytes"]
    return [picture for picture in found if len(picture.content) > smallest]


def has_documents(message: Message) -> bool:
    """Whether something else than pictures was attached by a person."""
    return any(
        part.get_content_disposition() == "attachment"
        and part.get_content_type() not in ADDED_BY_PROGRAMS
        and not is_picture(part)
        for part in message.walk()
    )


def is_picture(part: Message) -> bool:
    guessed, _encoding = guess_type(part.get_filename() or "")
    kinds = (part.get_content_maintype(), (guessed or "").partition("/")[0])
    return "image" in kinds and not part.is_multipart()


def is_body(part: Message, kind: str) -> bool:
    return (
        part.get_content_type() == kind
        and part.get_content_disposition() != "attachment"
        and not part.get_filename()
    )


def payload(part: Message) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def plain(part: Message) -> str:
    text = decoded(payload(part), charset_of(part)).replace("\r\n", "\n")
    if str(part.get_param("format", "")).lower() == "flowed":
        text = unflowed(text, str(part.get_param("delsp", "")).lower() == "yes")
    return text


def html(part: Message) -> str:
    return text_of_html(decoded(payload(part), charset_of(part)))


def charset_of(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except (LookupError, ValueError):
        return None


def decoded(raw: bytes, charset: str | None) -> str:
    """Return the text, whatever the mail says of its charset."""
    told = CALLED_OTHERWISE.get(str(charset).lower(), str(charset).lower())
    named = [told] if CHARSETS.match(told) else []
    for name in [*named, *FALLBACKS]:
        try:
            return raw.decode(name)[: settings.MAIL_IN_LIMITS["characters"]]
        except (LookupError, ValueError):
            continue
    return ""


def unflowed(text: str, delete_space: bool) -> str:
    """Join the lines that `format=flowed` (RFC 3676) cut; quotes stay as they are."""
    lines: list[str] = []
    soft = False
    for line in text.split("\n"):
        quoted = line.startswith(">")
        own = line.removeprefix(" ") if not quoted else line
        if soft and not quoted and own != "-- ":
            lines[-1] += own
        else:
            lines.append(own)
        soft = not quoted and own.endswith(" ") and own != "-- "
        if soft and delete_space:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)
