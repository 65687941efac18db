"""GraphQL over HTTP: https://graphql.github.io/graphql-over-http/draft/"""

import hashlib
from typing import Any
from uuid import uuid4

import orjson
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from graphql import ExecutionResult

from moderation.sanctions import refuses_by_itself

from .developer import developer_page, for_a_reader
from .errors import formatted
from .execution.operations import Executed, execute
from .requests import (
    Refused,
    RefusedDocument,
    asked,
    authenticate,
    no_view,
    refuse_forms,
)

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
ANYTHING = "*/*"
NOTHING = "default-src 'none'; frame-ancestors 'none'"  # what JSON may load
VARY = "Accept, Cookie, X-Session-Token, Accept-Encoding"
GZIP = GZipMiddleware(no_view)
# All that this view may say itself: the other headers come from middleware.
OWN_HEADERS = frozenset(
    [
        "Allow",
        "Cache-Control",
        "Content-Encoding",
        "Content-Length",
        "Content-Security-Policy",
        "Content-Type",
        "ETag",
        "Retry-After",
        "Vary",
        "X-Request-ID",
    ]
)


@refuses_by_itself
@csrf_exempt  # only without a session cookie: see `authenticate`
def graphql(request: HttpRequest) -> HttpResponse:
    """Answer one operation; what a GET reads without a person can be kept."""
    reads = for_a_reader(request)
    response = developer_page(request) if reads else for_a_program(request)
    if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        GZIP.process_response(request, response)
    return response


def for_a_program(request: HttpRequest) -> HttpResponse:
    request_id = getattr(request, "request_id", None) or uuid4().hex
    media_type = JSON
    try:
        media_type = accepted(request)
        refuse_forms(request)
        authenticate(request)
        executed = execute(request, asked(request))
        response = answered(executed, request_id, media_type)
    except Refused as refused:
        response = refusal_of(refused, request_id, media_type)
        if refused.status == 405:
            response["Allow"] = "POST" if request.method == "GET" else "GET, POST"
    response["X-Request-ID"] = request_id
    response["Vary"] = VARY
    return cacheable(request, response)


def answered(executed: Executed, request_id: str, media_type: str) -> HttpResponse:
    """Return the answer to what was executed; it tells whether it may be kept."""
    answer = described(executed.result, executed.extensions, request_id)
    response = encoded(answer, 200, media_type)
    if "errors" not in answer:
        vars(response)["lasting"] = executed.lasting
    return response


def refusal_of(refused: Refused, request_id: str, media_type: str) -> HttpResponse:
    errors = [formatted(one, request_id, refused.code) for one in refused.errors]
    answer: dict[str, Any] = {"errors": errors}
    if refused.extensions:
        answer["extensions"] = refused.extensions
    understood = media_type == JSON and isinstance(refused, RefusedDocument)
    response = encoded(answer, 200 if understood else refused.status, media_type)
    for name, value in refused.headers.items():
        response[name] = value
    return response


def accepted(request: HttpRequest) -> str:
    """Return the media type to answer in; JSON for who says nothing."""
    accept = request.META.get("HTTP_ACCEPT", ANYTHING)
    if accept in (ANYTHING, JSON):
        return JSON
    if "graphql-response" in accept:
        return request.get_preferred_type([GRAPHQL, JSON]) or JSON
    if not request.accepts(JSON):
        raise Refused(406, "BAD_USER_INPUT", f"Accept {GRAPHQL} or {JSON}.")
    return JSON


def described(result: ExecutionResult, extensions: dict, request_id: str) -> dict:
    """Return the body of a result; refuse when nothing could be executed."""
    mistakes = result.errors or []
    if result.data is None and not any(error.path for error in mistakes):
        raise RefusedDocument("BAD_USER_INPUT", *mistakes)
    answer: dict[str, Any] = {"data": result.data}
    if mistakes:
        answer["errors"] = [formatted(error, request_id) for error in mistakes]
    return answer | {"extensions": extensions}


def encoded(answer: dict[str, Any], status: int, media_type: str) -> HttpResponse:
    response = written(dumped(answer), status, media_type)
    if "errors" in answer:
        response["Cache-Control"] = "private, no-store"
    return response


def written(body: bytes, status: int, media_type: str) -> HttpResponse:
    response = HttpResponse(
        body, status=status, content_type=f"{media_type}; charset=utf-8"
    )
    response["Content-Security-Policy"] = NOTHING
    return response


def dumped(answer: dict[str, Any]) -> bytes:
    return orjson.dumps(answer, default=str)


def cacheable(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Say who may keep the answer; 304 to who has it already."""
    if response.has_header("Cache-Control"):
        return response
    if request.method != "GET" or request.user.is_authenticated:
        response["Cache-Control"] = "private, no-store"
        return response
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    response["ETag"] = tag_of(response.content)
    again = get_conditional_response(request, response["ETag"], None, response)
    if again is None or again is response:
        return response
    vars(again)["lasting"] = vars(response).get("lasting")
    again["Content-Security-Policy"] = NOTHING  # 304 replaces what was kept
    again["Vary"] = VARY
    return again


def tag_of(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'
