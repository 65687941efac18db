"""One content policy for the site, a wider one for Wagtail's admin."""

from csp.constants import HEADER, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

# Wagtail writes scripts and styles into some of its own pages, and shows what is
# being edited in a frame.
ADMIN: dict[str, list[str]] = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-ancestors": [SELF],
}
PREVIEW = {"frame-ancestors": [SELF]}


class ContentPolicyMiddleware(CSPMiddleware):
    """django-csp's middleware, which leaves the admin what Wagtail needs.

    It writes no policy for an answer that brings its own.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if HEADER in response:
            return response
        return super().process_response(request, response)

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        parts.replace = {**wider_policy(request), **(parts.replace or {})}
        return parts


def wider_policy(request: HttpRequest) -> dict[str, list[str]]:
    if request.path.startswith(reverse("wagtailadmin_home")):
        return ADMIN
    # A page in the preview panel went through the middleware as if asked for itself.
    return PREVIEW if getattr(request, "is_preview", False) else {}
