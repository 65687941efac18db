"""What goes wrong: mistakes as data, refusals as errors with a code."""

import logging
import re

import graphene
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm
from django.utils.translation import gettext as _
from graphene.utils.str_converters import to_camel_case
from graphql import GraphQLError

logger = logging.getLogger(__name__)
SUGGESTION = re.compile(r" Did you mean .*\?$", re.DOTALL)


class InputError(graphene.ObjectType):
    """A mistake that the person can correct."""

    field = graphene.String(description="Input field at fault; null for the whole.")
    code = graphene.String(
        required=True,
        description="Stable, for programs: `required`, `max_length`, `invalid`…",
    )
    message = graphene.String(required=True, description="In French.")


def input_errors(error: ValidationError) -> list[InputError]:
    """Turn the errors of a form or of a model into a flat list."""
    if not hasattr(error, "error_dict"):
        return as_list(None, error)
    return [
        item
        for field, mistakes in error.error_dict.items()
        for mistake in mistakes
        for item in as_list(None if field == NON_FIELD_ERRORS else field, mistake)
    ]


def form_errors(form: BaseForm) -> list[InputError]:
    return input_errors(ValidationError(form.errors.as_data()))


def as_list(field: str | None, error: ValidationError) -> list[InputError]:
    name = to_camel_case(field) if field else None
    return [
        InputError(field=name, code=one.code or "invalid", message=one.messages[0])
        for one in error.error_list
    ]


def refusal(code: str, message: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": code})


def forbidden(reason: str, message: str) -> GraphQLError:
    """Refuse what the person cannot correct, for a reason that programs know."""
    extensions = {"code": "FORBIDDEN", "reason": reason}
    return GraphQLError(message, extensions=extensions)


def bad_input(message: str) -> GraphQLError:
    return refusal("BAD_USER_INPUT", message)


def not_found() -> GraphQLError:
    """The same answer for what does not exist and what belongs to somebody else."""
    return refusal("NOT_FOUND", _("Introuvable."))


def require_login(info):
    """Return the signed-in user, or refuse."""
    user = info.context.user
    if not user.is_authenticated:
        raise refusal("UNAUTHENTICATED", _("Connectez-vous pour continuer."))
    return user


def formatted(error: GraphQLError, request_id: str, code: str | None = None) -> dict:
    """Return what the outside may know of `error`; the unexpected is only logged."""
    code = (error.extensions or {}).get("code") or code
    if code is None and (error.original_error is None or error.path is None):
        code = "BAD_USER_INPUT"
    if code is None:
        return masked(error, request_id)
    answer = dict(error.formatted)
    answer["message"] = SUGGESTION.sub("", error.message)
    reason = (error.extensions or {}).get("reason")
    why = {"reason": reason} if reason else {}
    answer["extensions"] = {"code": code, "requestId": request_id, **why}
    return answer


def masked(error: GraphQLError, request_id: str) -> dict:
    logger.error(
        "GraphQL request %s failed at %s",
        request_id,
        error.path,
        exc_info=error.original_error,
    )
    return {
        "message": _("Une erreur est survenue de notre côté. Réessayez plus tard."),
        "path": error.path,
        "extensions": {"code": "INTERNAL_SERVER_ERROR", "requestId": request_id},
    }
