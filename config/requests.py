"""A number for each request, which the person may quote, and one line of log."""

import logging
from collections.abc import Callable
from hashlib import blake2b
from secrets import token_hex
from time import perf_counter
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from .headers import secrets_in
from .logs import masked, request_id

logger = logging.getLogger("site.requests")
HEADER = "X-Request-ID"
METHODS = frozenset(
    ["GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT"]
)
GetResponse = Callable[[HttpRequest], HttpResponseBase]


class RequestMiddleware:
    """Comes first. What the sender calls the request is not believed."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.told = settings.LOG_REQUESTS

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        begun = perf_counter()
        vars(request)["request_id"] = number = self.new_number()
        response = self.get_response(request)
        response.headers[HEADER] = number
        self.tell(self.facts_of(request, response.status_code), begun)
        return response

    def new_number(self) -> str:
        """Return the number of a request, which its lines of log bear from now on."""
        number = token_hex(16)
        request_id.set(number)
        return number

    def facts_of(self, request: HttpRequest, status: int) -> dict[str, Any]:
        method = request.method if request.method in METHODS else "[other]"
        facts = {"method": method, "path": path_of(request), "status": status}
        if person := known_person(request):
            facts["person"] = pseudonym(person.public_id)
        return facts

    def tell(self, facts: dict[str, Any], begun: float) -> None:
        """Log `facts`, and the milliseconds since `perf_counter` was `begun`."""
        if self.told and logger.isEnabledFor(logging.INFO):
            record = logging.LogRecord(
                logger.name, logging.INFO, "", 0, facts["path"], None, None
            )
            record.facts = facts | {"ms": round((perf_counter() - begun) * 1000, 2)}
            logger.handle(record)


def path_of(request: HttpRequest) -> str:
    """Return the path, its secret parts hidden; never the query."""
    path = request.path
    for name, secret in secrets_in(request).items():
        path = path.replace(secret, f"[{name}]")
    return masked(path)


def known_person(request: HttpRequest) -> Any:
    """Return who is signed in, if the answer needed to know: no query is made here."""
    state = vars(request)
    person = state.get("user")
    if isinstance(person, SimpleLazyObject):
        person = state.get("_cached_user")
    return person if hasattr(person, "public_id") else None


def pseudonym(public_id: Any) -> str:
    """Return what tells two people apart, and names neither."""
    key = settings.SECRET_KEY.encode()[:64]
    return blake2b(public_id.bytes, digest_size=8, key=key).hexdigest()
