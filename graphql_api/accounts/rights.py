"""What one may ask of one's data: a copy, and to be forgotten."""

import graphene
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rights.archives import request_export
from accounts.rights.erasure import keep_account, request_erasure
from accounts.rights.fresh import closed_account_of, prove
from accounts.rights.links import closed_account
from graphql_api.errors import InputError, input_errors, require_login

ERRORS = "Empty when it is done."
PASSWORD = (
    "Of the signed-in person; not needed for fifteen minutes after signing in or"
    " proving again who one is."
)


class RequestDataExportInput(graphene.InputObjectType):
    """The password proves who asks."""

    password = graphene.String(description=PASSWORD)


class RequestDataExport(graphene.Mutation):
    """Have an archive of one's data made; its link comes by mail."""

    class Arguments:
        input = RequestDataExportInput(required=True, description="What to do.")

    requested_at = graphene.DateTime(
        description="That of the archive being made; null when there are errors."
    )
    errors = graphene.List(
        graphene.NonNull(InputError), required=True, description=ERRORS
    )

    @classmethod
    def mutate(cls, root, info, input):
        user = require_login(info)
        try:
            prove(info.context, user, input.get("password"))
            archive = request_export(user)
        except ValidationError as error:
            return cls(errors=input_errors(error))
        return cls(requested_at=archive.requested_at, errors=[])


class RequestErasureInput(graphene.InputObjectType):
    """The password proves who asks."""

    password = graphene.String(description=PASSWORD)


class RequestErasure(graphene.Mutation):
    """Close one's account at once, sign out everywhere, erase it some days later."""

    class Arguments:
        input = RequestErasureInput(required=True, description="What to do.")

    erasure_at = graphene.DateTime(
        description="Until when it may be kept; null when there are errors."
    )
    errors = graphene.List(
        graphene.NonNull(InputError), required=True, description=ERRORS
    )

    @classmethod
    def mutate(cls, root, info, input):
        user = require_login(info)
        try:
            prove(info.context, user, input.get("password"))
            due = request_erasure(user)
        except ValidationError as error:
            return cls(errors=input_errors(error))
        return cls(erasure_at=due, errors=[])


class CancelErasureInput(graphene.InputObjectType):
    """Nobody is signed in to a closed account: its mail has a key; so is a password."""

    token = graphene.String(description="Last part of the address in the mail.")
    email = graphene.String(description="Instead of `token`, with `password`.")
    password = graphene.String(description="Of the closed account.")


class CancelErasure(graphene.Mutation):
    """Keep a closed account, which may then be signed in to again."""

    class Arguments:
        input = CancelErasureInput(required=True, description="What to do.")

    kept = graphene.Boolean(required=True, description="False when there are errors.")
    errors = graphene.List(
        graphene.NonNull(InputError), required=True, description=ERRORS
    )

    @classmethod
    def mutate(cls, root, info, input):
        try:
            keep_account(closed(info.context, **input))
        except ValidationError as error:
            return cls(kept=False, errors=input_errors(error))
        return cls(kept=True, errors=[])


def closed(request, token=None, email=None, password=None) -> User:
    """Return the closed account that is named, by its key or by its password."""
    if token is None and email is not None and password is not None:
        if user := closed_account_of(request, email, password):
            return user
        raise ValidationError(_("Ce compte n’est pas fermé."), "not_closed")
    if user := closed_account(token or ""):
        return user
    raise ValidationError({"token": link_ended()})


def link_ended() -> ValidationError:
    return ValidationError(
        _("Ce lien ne sert plus\u00a0: le compte est gardé, ou supprimé."), "link_ended"
    )


class RightsMutations(graphene.ObjectType):
    request_data_export = RequestDataExport.Field()
    request_erasure = RequestErasure.Field()
    cancel_erasure = CancelErasure.Field()
