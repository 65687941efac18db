"""What a request may look like, before any document is read."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _
from graphql import GraphQLError

from accounts.tokens import person_of

from .errors import refusal


class Refused(Exception):
    """A request answered without execution."""

    def __init__(self, status: int, code: str, *errors: GraphQLError | str):
        super().__init__(code)
        self.status, self.code = status, code
        self.errors = [
            refusal(code, error) if isinstance(error, str) else error
            for error in errors
        ]
        self.extensions: dict[str, Any] = {}  # of the answer
        self.headers: dict[str, str] = {}


class RefusedDocument(Refused):
    """The request is sound, its document is not.

    Clients that read application/json expect 200 for these.
    """

    def __init__(self, code: str, *errors: GraphQLError | str):
        super().__init__(400, code, *errors)


def no_view(request: HttpRequest) -> HttpResponse:
    """What Django's check wants to know of a view: nothing here."""
    return HttpResponse()


class CsrfCheck(CsrfViewMiddleware):
    """Django's check, giving its reason instead of a page."""

    def _reject(self, request, reason):
        return reason


CSRF = CsrfCheck(no_view)


@dataclass
class Asked:
    """The parameters of GraphQL over HTTP."""

    query: str | None = None
    document_id: str | None = None
    variables: dict[str, Any] = field(default_factory=dict)
    operation_name: str | None = None
    extensions: dict[str, Any] = field(default_factory=dict)


def authenticate(request: HttpRequest) -> None:
    """A cookie must pass CSRF; a token names its person; else nobody is signed in.

    A GET changes nothing, and other sites cannot read its answer: no CSRF there.
    """
    if (
        "HTTP_COOKIE" in request.META
        and settings.SESSION_COOKIE_NAME in request.COOKIES
    ):
        if CSRF.process_view(request, no_view, (), {}):
            raise Refused(403, "FORBIDDEN", "CSRF check failed.")
    elif (token := request.META.get("HTTP_X_SESSION_TOKEN")) is not None:
        person = person_of(token)
        if person is None:
            raise Refused(401, "UNAUTHENTICATED", _("Reconnectez-vous."))
        request.user = person


def refuse_forms(request: HttpRequest) -> None:
    """Refuse what no operation is sent in; forms and their files are not read."""
    if request.method == "POST" and request.content_type != "application/json":
        raise Refused(415, "BAD_USER_INPUT", "Send application/json.")


def asked(request: HttpRequest) -> Asked:
    """Read the parameters of a GET's address or of a POST's JSON body."""
    if request.method == "GET":
        return parameters(from_address(request))
    if request.method != "POST":
        raise Refused(405, "BAD_USER_INPUT", "Send GET or POST.")
    return parameters(from_body(request))


def from_address(request: HttpRequest) -> dict[str, Any]:
    query = in_address(request)
    given: dict[str, Any] = {name: value for name, value in query.items() if value}
    for name in ("variables", "extensions"):
        if name in given:
            given[name] = decoded(given[name])
    return given


def in_address(request: HttpRequest) -> dict[str, str]:
    """Return what the address of `request` asks; nobody may change it."""
    return in_query(request.META.get("QUERY_STRING", ""))


@lru_cache(256)
def in_query(query: str) -> dict[str, str]:
    """Read what front ends ask again and again, with persisted documents."""
    return QueryDict(query.encode("latin-1"), encoding="utf-8").dict()


def from_body(request: HttpRequest) -> dict[str, Any]:
    if in_address(request):
        raise Refused(400, "BAD_USER_INPUT", "Parameters belong in the body.")
    most = settings.GRAPHQL_LIMITS["body_bytes"]
    length = request.META.get("CONTENT_LENGTH") or "0"
    known = is_number(length) and int(length) <= most
    if not known or len(sent := request.body) > most:
        raise Refused(413, "LIMIT_EXCEEDED", f"The body is larger than {most} bytes.")
    body = decoded(sent)
    if not isinstance(body, dict):
        raise Refused(400, "BAD_USER_INPUT", "Send one operation, as an object.")
    return body


def is_number(text: str) -> bool:
    """Whether `text` is the length of something: `int` takes, and refuses, more."""
    return text.isascii() and text.isdigit() and len(text) < 10


def decoded(text: str | bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Refused(400, "BAD_USER_INPUT", "This is not JSON.") from error


def parameters(given: dict[str, Any]) -> Asked:
    found = Asked(
        query=checked(given, "query", str),
        document_id=checked(given, "documentId", str),
        variables=checked(given, "variables", dict) or {},
        operation_name=checked(given, "operationName", str) or None,
        extensions=checked(given, "extensions", dict) or {},
    )
    if not (found.query or found.document_id or found.extensions):
        raise Refused(400, "BAD_USER_INPUT", "`query` is missing.")
    refuse_too_much(found.variables)
    return found


def refuse_too_much(variables: dict[str, Any]) -> None:
    """Refuse long lists, and what is nested deeper than a document may be."""
    most, deepest = (settings.GRAPHQL_LIMITS[one] for one in ("list_items", "nesting"))
    waiting: list[tuple[Any, int]] = [(variables, 0)]
    while waiting:
        one, depth = waiting.pop()
        if depth > deepest:
            words = f"The variables are more than {deepest} levels deep."
            raise Refused(400, "LIMIT_EXCEEDED", words)
        if isinstance(one, list) and len(one) > most:
            raise Refused(400, "LIMIT_EXCEEDED", f"A list has more than {most} items.")
        if isinstance(one, dict | list):
            inside = one.values() if isinstance(one, dict) else one
            waiting += [(each, depth + 1) for each in inside]


def checked(given: dict[str, Any], name: str, kind: type) -> Any:
    value = given.get(name)
    if value is not None and not isinstance(value, kind):
        wanted = "a string" if kind is str else "an object"
        raise Refused(400, "BAD_USER_INPUT", f"`{name}` is not {wanted}.")
    return value
