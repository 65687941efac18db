"""The door of the API: what a request may look like, before anything is executed."""

import json
from typing import Any
from uuid import uuid4

from allauth.headless.internal.sessionkit import authenticate_by_x_session_token
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from graphql import GraphQLError, execute_sync, parse, validate

from .errors import formatted, refusal
from .limits import excess
from .schema import schema

MAX_BODY = 100_000
MAX_TOKENS = 2000
MAX_ERRORS = 20


class Refused(Exception):
    """A request answered without execution."""

    def __init__(self, status: int, code: str, *errors: GraphQLError | str):
        super().__init__(code)
        self.status, self.code = status, code
        self.errors = [
            refusal(code, error) if isinstance(error, str) else error
            for error in errors
        ]


class CsrfCheck(CsrfViewMiddleware):
    """Django's check, giving its reason instead of a page."""

    def _reject(self, request, reason):
        return reason


@csrf_exempt  # only without a session cookie: see `authenticate`
def graphql(request: HttpRequest) -> JsonResponse:
    request_id = uuid4().hex
    try:
        check_envelope(request)
        authenticate(request)
        answer, status = run(request, *parameters(request), request_id), 200
    except Refused as refused:
        errors = [formatted(one, request_id, refused.code) for one in refused.errors]
        answer, status = {"errors": errors}, refused.status
    response = JsonResponse(answer, status=status)
    response["X-Request-ID"] = request_id
    response["Cache-Control"] = "no-store"
    if status == 405:
        response["Allow"] = "POST"
    return response


def check_envelope(request: HttpRequest) -> None:
    if request.method != "POST":
        raise Refused(405, "BAD_USER_INPUT", "Only POST is accepted.")
    if request.content_type != "application/json":
        raise Refused(415, "BAD_USER_INPUT", "Send application/json.")
    if "query" in request.GET:
        raise Refused(400, "BAD_USER_INPUT", "The query belongs in the body.")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > MAX_BODY or len(request.body) > MAX_BODY:
        raise Refused(413, "LIMIT_EXCEEDED", "The body is larger than 100 kB.")


def no_view(request: HttpRequest) -> HttpResponse:
    """What Django's check wants to know of a view: nothing here."""
    return HttpResponse()


def authenticate(request: HttpRequest) -> None:
    """A cookie must pass CSRF; a token names its person; else nobody is signed in."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        check = CsrfCheck(no_view)
        check.process_request(request)
        if check.process_view(request, no_view, (), {}):
            raise Refused(403, "FORBIDDEN", "CSRF check failed.")
    elif (token := request.headers.get("X-Session-Token")) is not None:
        found = authenticate_by_x_session_token(token) if token else None
        if found is None:
            raise Refused(401, "UNAUTHENTICATED", _("Reconnectez-vous."))
        request.user = found[0]


def parameters(request: HttpRequest) -> tuple[str, dict, str | None]:
    """Return document, variables and operation name of the body."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Refused(400, "BAD_USER_INPUT", "The body is not JSON.") from error
    if not isinstance(body, dict):
        raise Refused(400, "BAD_USER_INPUT", "Send one operation, as an object.")
    query, variables = body.get("query"), body.get("variables") or {}
    name = body.get("operationName") or None
    if not isinstance(query, str) or not isinstance(variables, dict):
        raise Refused(400, "BAD_USER_INPUT", "`query` or `variables` is missing.")
    if name is not None and not isinstance(name, str):
        raise Refused(400, "BAD_USER_INPUT", "`operationName` is a string.")
    return query, variables, name


def checked_document(query: str):
    """Parse, validate and measure `query`."""
    try:
        document = parse(query, max_lexical_tokens=MAX_TOKENS)
    except (GraphQLError, RecursionError) as error:
        known = error if isinstance(error, GraphQLError) else "Too deep."
        raise Refused(400, "GRAPHQL_PARSE_FAILED", known) from error
    mistakes = validate(schema.graphql_schema, document, max_errors=MAX_ERRORS)
    if mistakes:
        raise Refused(400, "GRAPHQL_VALIDATION_FAILED", *mistakes)
    if too_much := excess(document):
        raise Refused(400, "LIMIT_EXCEEDED", too_much)
    return document


def run(request, query: str, variables: dict, name: str | None, request_id: str):
    result = execute_sync(
        schema.graphql_schema,
        checked_document(query),
        context_value=request,
        variable_values=variables,
        operation_name=name,
    )
    answer: dict[str, Any] = {"data": result.data}
    if result.errors:
        answer["errors"] = [formatted(error, request_id) for error in result.errors]
    return answer
