"""Whole answers to visitors, kept until what they were read from changes.

The state of the content is read from the database for each request, and compared with
the one that an answer was made in: what any process committed is in the next answer of
all. An answer is found by the call of the server itself, by every part of it that the
view reads: nothing is parsed again.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.http.request import HttpHeaders
from django.utils import timezone

from .execution.allowances import Caller
from .execution.answers import Lasting
from .freshness.generations import generations_now
from .freshness.kept import Kept
from .requests import is_number

LONGEST = 8 * 1024  # bytes of one question
NUMBER = "X-Request-ID"  # each answer has its own
LARGEST = 64 * 1024  # bytes of one answer
# What the view reads of a request, besides its body.
READ = (
    "QUERY_STRING",
    "CONTENT_TYPE",
    "HTTP_ACCEPT",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_IF_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
)
Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    status: str
    headers: Headers
    body: bytes
    lasting: Lasting
    facts: dict[str, Any]  # for the line of log

    @classmethod
    def of(cls, response: HttpResponse, headers: Headers, **known: Any) -> "Answer":
        own = [one for one in headers if one[0] != NUMBER]
        return cls(status_of(response), own, response.content, **known)


class Visit:
    """What limits read of a request by nobody known, without making the request."""

    user: Any = AnonymousUser()

    def __init__(self, environ: dict[str, Any]) -> None:
        self.META = environ

    @property
    def headers(self) -> HttpHeaders:
        return HttpHeaders(self.META)


ANSWERS: Kept[Answer] = Kept(500)


def question_of(environ: dict[str, Any], way: tuple) -> tuple | None:
    """Return all that an answer depends on; None for what is not kept."""
    if environ.get("HTTP_COOKIE") or "HTTP_X_SESSION_TOKEN" in environ:
        return None
    length = environ.get("CONTENT_LENGTH") or "0"
    if not settings.GRAPHQL_KEEP_ANSWERS or not is_number(length):
        return None
    read = (*way, *map(environ.get, READ))
    if int(length) + sum(map(len, filter(None, read))) > LONGEST:
        return None
    body = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = BytesIO(body)
    return (body, *read)


def found(question: tuple, environ: dict[str, Any]) -> Answer | None:
    """Return the answer that is kept, if it is that of now and may be paid for.

    Whoever may not ask more, and whatever fails, is answered by the view.
    """
    known = ANSWERS.get(question)
    if known is None or timezone.now() >= known.lasting.ends:
        return None
    try:
        caller = Caller.of(Visit(environ))
        caller.spend("requests", 1)
        if generations_now() != known.lasting.generation:
            return None
        caller.spend("points", known.lasting.cost)
    except Exception:  # the view meets it again
        return None
    return known


def lasting_of(response: HttpResponse) -> Lasting | None:
    """Return what the view said of a response that is to be kept."""
    small = len(response.content) <= LARGEST
    return getattr(response, "lasting", None) if small else None


def status_of(response: HttpResponse) -> str:
    return f"{response.status_code} {response.reason_phrase}"
