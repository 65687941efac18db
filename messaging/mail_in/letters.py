"""A received mail, read once and for all: nothing of it is parsed later."""

from dataclasses import dataclass

from .automatic import automatic
from .bounces import tells_of_a_wrong_address
from .reading import (
    Picture,
    UnreadableError,
    has_documents,
    header,
    parsed,
    pictures_of,
    sender_of,
    text_of,
)
from .replies import own_words
from .senders import failed_authentication


@dataclass(frozen=True)
class Letter:
    """What counts of a mail; `automatic` says why nobody wrote it."""

    author: str
    message_id: str
    text: str
    words: str
    pictures: list[Picture]
    has_documents: bool
    automatic: str
    forged: bool
    tells_of_a_wrong_address: bool


def read(raw: bytes, envelope_sender: str | None) -> Letter:
    """Return the mail as a letter; whatever goes wrong is the mail's fault."""
    try:
        return letter(raw, envelope_sender)
    except UnreadableError:
        raise
    except Exception as error:
        raise UnreadableError(type(error).__qualname__) from error


def letter(raw: bytes, envelope_sender: str | None) -> Letter:
    message = parsed(raw)
    text = text_of(message)
    return Letter(
        author=sender_of(message),
        message_id=header(message, "Message-ID"),
        text=text,
        words=own_words(text),
        pictures=pictures_of(message),
        has_documents=has_documents(message),
        automatic=automatic(message, envelope_sender),
        forged=failed_authentication(message),
        tells_of_a_wrong_address=tells_of_a_wrong_address(message),
    )
