"""What developers find in a browser at the address of the API, and its schema."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe
from graphql import is_introspection_type, is_specified_scalar_type

from .addresses import whole
from .requests import in_address
from .schema import schema

COMMITTED = Path(__file__).parent / "schema.graphql"
PARAMETERS = {"query", "documentId", "variables", "operationName", "extensions"}
HTML = "text/html"
TYPES = ["application/json", "application/graphql-response+json", HTML]
QUERY = "{ listings(kind: OFFER, first: 3) { edges { node { title } } } }"
# Names of settings.GRAPHQL_ALLOWANCES, then of settings.GRAPHQL_LIMITS.
ALLOWANCES = {
    "depth": _("Profondeur d’une opération"),
    "aliases": _("Alias d’une opération"),
    "cost": _("Coût d’une opération"),
    "requests": _("Requêtes par minute"),
    "points": _("Points par minute (les coûts additionnés)"),
}
LIMITS = {
    "body_bytes": _("Octets du corps d’une requête"),
    "characters": _("Caractères d’un document"),
    "nesting": _("Accolades et crochets imbriqués"),
    "tokens": _("Mots et signes d’un document (tokens)"),
    "comments": _("Commentaires d’un document"),
    "operations": _("Opérations d’un document"),
    "fragments": _("Fragments d’un document"),
    "variables": _("Variables d’une opération"),
    "directives": _("Directives d’un document"),
    "root_fields": _("Champs à la racine d’une opération"),
    "list_items": _("Éléments d’une liste donnée en argument"),
    "comparisons": _("Comparaisons de champs de même nom"),
    "introspection_depth": _("Profondeur d’une introspection"),
    "errors": _("Erreurs rendues pour un document"),
    "seconds": _("Secondes pour une lecture"),
    "statements": _("Requêtes à la base pour une lecture"),
}


def for_a_reader(request: HttpRequest) -> bool:
    """Whether somebody looks at the address with a browser, asking nothing of it."""
    if request.method != "GET" or PARAMETERS & in_address(request).keys():
        return False
    return request.get_preferred_type(TYPES) == HTML


def developer_page(request: HttpRequest) -> HttpResponse:
    address = whole(reverse("graphql"))
    context = {
        "address": address,
        "schema_address": whole(reverse("graphql_schema")),
        "example": example(address),
        "registered_only": settings.GRAPHQL_REGISTERED_ONLY,
        "debug": settings.DEBUG,
        "size": schema_size(),
        "allowances": allowances(),
        "limits": limits(),
    }
    response = render(request, "graphql_api/developer.html", context)
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Accept", "Accept-Encoding"])
    return response


@require_safe
@gzip_page
@conditional_page
@cache_control(public=True, max_age=0, must_revalidate=True)
def schema_file(request: HttpRequest) -> HttpResponse:
    """The committed schema, for the tools of a front end."""
    return HttpResponse(COMMITTED.read_bytes(), "text/plain; charset=utf-8")


def example(address: str) -> str:
    """Return a command that this deployment obeys, ready to be pasted."""
    asked: dict[str, Any] = {"query": QUERY}
    if settings.GRAPHQL_REGISTERED_ONLY:
        asked = {"documentId": "latest-listings", "variables": {"kind": "OFFER"}}
    return (
        f"curl {address} \\\n"
        "  --header 'Content-Type: application/json' \\\n"
        f"  --data '{json.dumps(asked)}'"
    )


@cache
def schema_size() -> dict[str, int]:
    """Count what a developer would have to read."""
    ours = [
        kind
        for kind in schema.graphql_schema.type_map.values()
        if not (is_introspection_type(kind) or is_specified_scalar_type(kind))
    ]
    fields = sum(len(getattr(kind, "fields", {})) for kind in ours)
    return {"types": len(ours), "fields": fields}


def allowances() -> list[dict[str, Any]]:
    """What each reader may ask; in a minute, 0 stands for as much as one likes."""
    visitor, member = (
        settings.GRAPHQL_ALLOWANCES[who] for who in ("visitor", "member")
    )
    return [
        {"words": ALLOWANCES.get(name, name), "visitor": most, "member": member[name]}
        for name, most in visitor.items()
    ]


def limits() -> list[dict[str, Any]]:
    return [
        {"words": LIMITS.get(name, name), "most": most}
        for name, most in settings.GRAPHQL_LIMITS.items()
    ]
