import graphene
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from graphql_api.enums import stored
from graphql_api.errors import (
    InputError,
    bad_input,
    form_errors,
    input_errors,
    not_found,
)
from graphql_api.nodes import parts
from moderation.notices.forms import ContestForm, NoticeForm
from moderation.notices.origin import origin_of
from moderation.targets import Target, find_target

from .queries import notice_numbered
from .types import Notice, ReportReason

# What has an id that can be reported.
KINDS = {"Listing": "listing", "Message": "message"}
# What the fields of the form are called here.
FIELDS = {
    "ground": "reason",
    "reporter_name": "name",
    "reporter_email": "email",
}


class ReportContentInput(graphene.InputObjectType):
    """What article 16 of the Digital Services Act asks of a notice."""

    target_id = graphene.ID(
        description="Id of a listing, or of a message one received."
    )
    address = graphene.String(
        description="Instead of `targetId`: the address of any page of the site, or"
        " the code of a listing."
    )
    reason = ReportReason(required=True, description="What is wrong with it.")
    explanation = graphene.String(
        description="Needed. At most 2,000 characters of what was seen."
    )
    in_good_faith = graphene.Boolean(
        required=True,
        description="Whether the person states that this is accurate and complete:"
        " refused without.",
    )
    threatens_life = graphene.Boolean(
        description="Whether a life is in danger. Show the numbers of emergency"
        " services too: 15, 17, 112, 114, 3114, 119."
    )
    name = graphene.String(
        description="Needed of who is signed out, but for CHILD_ABUSE."
    )
    email = graphene.String(
        description="Where the answer goes; needed of who is signed out, but for"
        " CHILD_ABUSE."
    )


class ReportContent(graphene.Mutation):
    """Say that something should not be here, signed in or not."""

    class Arguments:
        input = ReportContentInput(required=True, description="What to say.")

    notice_number = graphene.String(
        description="To ask `notice` with; the same when one reports again. Null when"
        " there are errors."
    )
    errors = graphene.List(
        graphene.NonNull(InputError),
        required=True,
        description="Empty when it is stored.",
    )

    @classmethod
    def mutate(cls, root, info, input):
        request = info.context
        form = NoticeForm(
            said(input),
            user=request.user,
            origin=origin_of(request),
            target=named(input),
        )
        if notice := form.submit():
            return cls(notice_number=notice.number, errors=[])
        return cls(errors=input_errors(mistakes_of(form, input)))


def named(input) -> Target | None:
    """Return what an id names; nothing when the form is to find an address."""
    target_id = input.get("target_id")
    if target_id is None:
        return None
    if input.get("address") is not None:
        raise bad_input(_("Indiquez « targetId » ou « address », pas les deux."))
    return reported(target_id)


def mistakes_of(form: NoticeForm, input) -> ValidationError:
    """Return what is wrong, by the names of the input."""
    by_id = input.get("target_id") is not None
    names = FIELDS | {"address": "target_id"} if by_id else FIELDS
    found = form.errors.as_data().items()
    return ValidationError({names.get(name, name): errors for name, errors in found})


def said(input) -> dict:
    names = {field: key for key, field in FIELDS.items()}
    return {
        names.get(field, field): "" if value is None else stored(value)
        for field, value in input.items()
    }


def reported(global_id: str) -> Target:
    """Return what an id is of; what it is of may still be out of sight."""
    name, key = parts(global_id)
    try:
        target = find_target(KINDS[name], key)
    except (KeyError, ValidationError) as error:
        raise not_found() from error
    if target is None:
        raise not_found()
    return target


class ContestNoticeInput(graphene.InputObjectType):
    """Which answer is wrong, and why."""

    number = graphene.String(
        required=True, description="As on the receipt; spaces do not matter."
    )
    words = graphene.String(required=True, description="At most 2,000 characters.")


class ContestNotice(graphene.Mutation):
    """Contest the answer to a notice, once and within six months, signed in or not.

    The number is the authority; somebody else than who answered reads it.
    """

    class Arguments:
        input = ContestNoticeInput(required=True, description="What to do.")

    notice = graphene.Field(Notice, description="Null when there are errors.")
    errors = graphene.List(
        graphene.NonNull(InputError),
        required=True,
        description="Empty when it is done.",
    )

    @classmethod
    def mutate(cls, root, info, input):
        notice = notice_numbered(input["number"])
        if notice is None:
            raise not_found()
        form = ContestForm({"words": input["words"]}, notice=notice)
        if form.submit():
            return cls(notice=notice_numbered(notice.number), errors=[])
        return cls(errors=form_errors(form))


class ModerationMutations(graphene.ObjectType):
    report_content = ReportContent.Field()
    contest_notice = ContestNotice.Field()
