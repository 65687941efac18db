"""An account and its address are written together."""

from collections.abc import Callable
from functools import wraps

from allauth.core.exceptions import ImmediateHttpResponse
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase


def together(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Run a view of allauth in one transaction: of two sign-ups, the second waits.

    allauth raises some of its answers, which must not undo what was written.
    """

    @wraps(view)
    @transaction.atomic
    def whole(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except ImmediateHttpResponse as answered:
            return answered.response

    return whole
