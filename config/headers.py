"""What an answer tells browsers besides its policy of content."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

SECRETS = ("token", "key")  # parts of an address that open something
NO_SECRET = "set-password"  # what allauth writes in place of the key
RESOURCE = "Cross-Origin-Resource-Policy"


class HeadersMiddleware:
    """Says who may show an answer, and to whom its address is told."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        shared = request.path.startswith(settings.CROSS_ORIGIN_PATHS)
        owner = "cross-origin" if shared else "same-origin"
        response.headers.setdefault(RESOURCE, owner)
        if secrets_in(request):
            # Their forms need no CSRF token, for which browsers would have to say
            # where they come from.
            response.headers["Referrer-Policy"] = "no-referrer"
        return response


def secrets_in(request: HttpRequest) -> dict[str, str]:
    """Return the parts of the address that nobody else may learn, by name."""
    match = request.resolver_match
    kwargs = match.kwargs if match is not None else {}
    found = {name: str(kwargs[name]) for name in SECRETS if name in kwargs}
    return {name: value for name, value in found.items() if value != NO_SECRET}
