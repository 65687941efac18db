"""GraphQL over HTTP: https://graphql.github.io/graphql-over-http/draft/"""

import hashlib
import json
from typing import Any
from uuid import uuid4

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from graphql import ExecutionResult, OperationType, execute_sync, get_operation_ast

from .errors import formatted
from .execution.documents import RefusedDocument, document_of
from .requests import Asked, Refused, asked, authenticate
from .schema import schema

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
READERS = ["Accept", "Cookie", "X-Session-Token"]


@gzip_page
@csrf_exempt  # only without a session cookie: see `authenticate`
def graphql(request: HttpRequest) -> HttpResponseBase:
    """Answer one operation; what a GET reads without a person can be kept."""
    request_id = uuid4().hex
    media_type = JSON
    try:
        media_type = accepted(request)
        authenticate(request)
        answer, status = run(request, asked(request), request_id), 200
    except Refused as refused:
        errors = [formatted(one, request_id, refused.code) for one in refused.errors]
        answer, status = {"errors": errors}, refused.status
        if media_type == JSON and isinstance(refused, RefusedDocument):
            status = 200
    response = encoded(answer, status, media_type)
    response["X-Request-ID"] = request_id
    if status == 405:
        response["Allow"] = "POST" if request.method == "GET" else "GET, POST"
    patch_vary_headers(response, READERS)
    return kept(request, response, public="errors" not in answer)


def accepted(request: HttpRequest) -> str:
    """Return the media type to answer in; JSON for who says nothing."""
    if "graphql-response" in request.headers.get("Accept", ""):
        return request.get_preferred_type([GRAPHQL, JSON]) or JSON
    if not request.accepts(JSON):
        raise Refused(406, "BAD_USER_INPUT", f"Accept {GRAPHQL} or {JSON}.")
    return JSON


def run(request: HttpRequest, wanted: Asked, request_id: str) -> dict[str, Any]:
    """Execute what is wanted; return the body of the answer."""
    document = document_of(wanted)
    operation = get_operation_ast(document, wanted.operation_name)
    if operation is None:
        raise RefusedDocument("BAD_USER_INPUT", "No operation of this name.")
    changes = operation.operation is OperationType.MUTATION
    if changes and request.method == "GET":
        raise Refused(405, "BAD_USER_INPUT", "Send mutations with POST.")
    result = execute_sync(
        schema.graphql_schema,
        document,
        context_value=request,
        variable_values=wanted.variables,
        operation_name=wanted.operation_name,
    )
    return described(result, request_id)


def described(result: ExecutionResult, request_id: str) -> dict[str, Any]:
    """Return the body of a result; refuse when nothing could be executed."""
    mistakes = result.errors or []
    if result.data is None and not any(error.path for error in mistakes):
        raise RefusedDocument("BAD_USER_INPUT", *mistakes)
    answer: dict[str, Any] = {"data": result.data}
    if mistakes:
        answer["errors"] = [formatted(error, request_id) for error in mistakes]
    return answer


def encoded(answer: dict[str, Any], status: int, media_type: str) -> HttpResponse:
    body = json.dumps(answer, cls=DjangoJSONEncoder, ensure_ascii=False)
    return HttpResponse(
        body, status=status, content_type=f"{media_type}; charset=utf-8"
    )


def kept(request, response: HttpResponse, public: bool) -> HttpResponseBase:
    """Say who may keep the answer; 304 to who has it already."""
    if not public or request.method != "GET" or request.user.is_authenticated:
        response["Cache-Control"] = "private, no-store"
        return response
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    again = get_conditional_response(request, response["ETag"], None, response)
    return again or response
