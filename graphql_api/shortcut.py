"""A short way to `/graphql/` for programs, those of the site's pages among them.

Most middleware serves pages: here it only adds headers, always the same for the same
way of asking, and takes longer than many an answer. It is gone through once for each
way, and what it added is remembered. From then on `Shortcut`, in front of Django, calls
the view at once, through the few pieces that know who asks.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import perf_counter
from typing import Any, cast

from allauth.account.middleware import AccountMiddleware
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.exception import response_for_exception
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import setting_changed
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import set_script_prefix

from .developer import PARAMETERS
from .freshness.kept import Kept
from .kept_answers import (
    ANSWERS,
    NUMBER,
    Answer,
    found,
    lasting_of,
    question_of,
    status_of,
)
from .requests import in_address
from .views import NOTHING, OWN_HEADERS, VARY, graphql

PATH = "/graphql/"
# What the other middleware looks at: scheme and host, where a page of another site
# asks from, what a proxy says of all this.
DECISIVE = (
    "REQUEST_METHOD",
    "SCRIPT_NAME",
    "wsgi.url_scheme",
    "SERVER_NAME",
    "SERVER_PORT",
    "HTTP_HOST",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_ORIGIN",
    "HTTP_ACCESS_CONTROL_REQUEST_PRIVATE_NETWORK",
)
WAYS: Kept["Added"] = Kept(200)
GetResponse = Callable[[HttpRequest], HttpResponseBase]


@dataclass(frozen=True)
class Added:
    """The headers that the other middleware gives to an answer of the view."""

    headers: dict[str, str]
    vary: str

    @classmethod
    def to(cls, response: HttpResponseBase) -> "Added":
        kept = {
            name: value
            for name, value in response.headers.items()
            if name not in OWN_HEADERS
        }
        return cls(kept, response.headers["Vary"].removeprefix(VARY))

    def beside_those_of(self, response: HttpResponse) -> list[tuple[str, str]]:
        own = dict(response.items())
        own["Vary"] += self.vary
        own["Content-Length"] = str(len(response.content))
        cookies = [one.OutputString() for one in response.cookies.values()]
        return [
            *(self.headers | own).items(),
            *(("Set-Cookie", cookie) for cookie in cookies),
        ]


class WaysMiddleware:
    """Comes after what numbers and logs requests, before all else; remembers."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if may_go(request) and response.status_code == 200:
            WAYS.keep(way_of(request.META), Added.to(response))
        return response


class Shortcut:
    """The WSGI application of the site, but for the requests that may go at once.

    Before a view Django sets the prefix of addresses and leaves old connections: so
    does this. It sends none of its signals. Of the middleware it keeps the `first`, and
    what `answered` goes through.
    """

    def __init__(self, application: Callable, first: Callable[[GetResponse], Any]):
        self.application = application
        self.first = first(answered)

    def __call__(self, environ: dict[str, Any], start_response) -> Iterable[bytes]:
        way = way_of(environ)
        added = WAYS.get(way) if environ.get("PATH_INFO") == PATH else None
        if added is None:
            return self.application(environ, start_response)
        question = question_of(environ, way)
        if question and (body := self.again(question, environ, start_response)):
            return body
        if not may_go(request := WSGIRequest(environ)):
            return self.application(environ, start_response)
        close_old_connections()
        return self.anew(request, question, added, start_response)

    def again(self, question, environ, start_response) -> list[bytes] | None:
        """Send what was kept for the same question, if it is still the answer."""
        begun, number = perf_counter(), self.first.new_number()
        known = found(question, environ)
        if known is None:
            return None
        self.first.tell(known.facts, begun)
        start_response(known.status, [*known.headers, (NUMBER, number)])
        return [known.body]

    def anew(self, request, question, added: Added, start_response) -> list[bytes]:
        """Have the view answer, and keep what it says may be kept."""
        set_script_prefix(request.META["SCRIPT_NAME"])
        try:
            response = cast(HttpResponse, self.first(request))
        finally:
            request.close()  # with the files that were sent
        headers = added.beside_those_of(response)
        if question and (lasting := lasting_of(response)):
            facts = self.first.facts_of(request, response.status_code)
            answer = Answer.of(response, headers, lasting=lasting, facts=facts)
            ANSWERS.keep(question, answer)
        start_response(status_of(response), headers)
        return [response.content]


def way_of(meta: dict[str, Any]) -> tuple:
    return tuple(map(meta.get, DECISIVE))


def may_go(request: HttpRequest) -> bool:
    """Whether a program asks: readers are shown a page."""
    if request.path_info != PATH:
        return False
    try:
        asked = in_address(request).keys()
    except SuspiciousOperation:  # which Django answers
        return False
    asks = request.method == "GET" and not PARAMETERS.isdisjoint(asked)
    return request.method == "POST" or asks


def guarded(get_response: Callable[[HttpRequest], Any]) -> GetResponse:
    """Answer for what fails, with the headers of the view."""

    def guard(request: HttpRequest) -> HttpResponseBase:
        try:
            return get_response(request)
        except Exception as error:
            response = response_for_exception(request, error)
            response.headers["Content-Security-Policy"] = NOTHING
            response.headers["Vary"] = VARY
            return response

    return guard


# Tells whose request it is: limits and the address of who publishes depend on it.
viewed = guarded(AccountMiddleware(graphql))
# Opens the session, and prolongs it.
by_cookie = guarded(
    SessionMiddleware(CsrfViewMiddleware(AuthenticationMiddleware(viewed)))
)


def answered(request: HttpRequest) -> HttpResponseBase:
    if request.META.get("HTTP_COOKIE"):
        return by_cookie(request)
    request.user = AnonymousUser()
    return viewed(request)


def forget_ways(**_changed) -> None:
    WAYS.values.clear()


setting_changed.connect(forget_ways)
