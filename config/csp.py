"""One content policy for the site, a wider one for Wagtail's admin."""

from csp.constants import HEADER, NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

# Wagtail writes scripts and styles into most of its own pages (editors, reports, lists
# with filters), and shows what is being edited in a frame.
ADMIN: dict[str, list[str]] = {
    "script-src": [SELF, UNSAFE_INLINE],
    "script-src-attr": [UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "style-src-attr": [UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-ancestors": [SELF],
}
# These do without written scripts: seen in a browser.
QUIET_VIEWS = frozenset(
    [
        "wagtailadmin_home",
        "wagtailimages:index",
        "wagtaildocs:index",
        "wagtailredirects:index",
        "wagtailadmin_collections:index",
        "wagtailadmin_workflows:index",
        "wagtailsites:index",
        "wagtailusers_groups:index",
    ]
)
QUIET = {**ADMIN, "script-src": [SELF], "script-src-attr": [NONE]}
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
        match = request.resolver_match
        return QUIET if match and match.view_name in QUIET_VIEWS else ADMIN
    # A page in the preview panel went through the middleware as if asked for itself.
    return PREVIEW if getattr(request, "is_preview", False) else {}
