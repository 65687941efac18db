"""A short way to `/graphql/` for callers without a cookie.

The other middleware serves pages: for these callers it only adds headers, always the
same for the same way of asking, and takes longer than many an answer. It is gone
through once for each way, and what it added is remembered.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.handlers.exception import response_for_exception
from django.core.signals import setting_changed
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from .developer import PARAMETERS
from .freshness.kept import Kept
from .views import NOTHING, OWN_HEADERS, READERS, graphql

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
        known = {*READERS, "Accept-Encoding"}
        varied = (name.strip() for name in response.headers["Vary"].split(","))
        return cls(kept, "".join(f", {one}" for one in varied if one not in known))

    def give(self, response: HttpResponse) -> None:
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        response.headers["Vary"] += self.vary
        response.headers["Content-Length"] = str(len(response.content))


class ShortcutMiddleware:
    """Comes after what numbers and logs requests, before all else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not may_go(request):
            return self.get_response(request)
        way = tuple(map(request.META.get, DECISIVE))
        added = WAYS.get(way)
        if added is not None:
            return answered(request, added)
        response = self.get_response(request)
        if response.status_code == 200:
            WAYS.keep(way, Added.to(response))
        return response


def may_go(request: HttpRequest) -> bool:
    """Whether a program asks, which no cookie speaks for."""
    if request.path_info != PATH or request.META.get("HTTP_COOKIE"):
        return False
    if request.method == "POST":
        return True
    return request.method == "GET" and bool(PARAMETERS & request.GET.keys())


def answered(request: HttpRequest, added: Added) -> HttpResponse:
    request.user = AnonymousUser()
    try:
        response = graphql(request)
    except Exception as error:
        response = response_for_exception(request, error)
        response.headers["Content-Security-Policy"] = NOTHING
        patch_vary_headers(response, READERS)
    added.give(response)
    return response


def forget_ways(**_changed) -> None:
    WAYS.values.clear()


setting_changed.connect(forget_ways)
