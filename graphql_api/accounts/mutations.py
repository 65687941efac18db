import graphene
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.charter import AcceptanceForm, accept, current_charter
from accounts.forms import RhythmForm
from accounts.mailboxes import mail_again
from graphql_api.enums import stored_values
from graphql_api.errors import InputError, form_errors, input_errors, require_login
from graphql_api.messaging.queries import Me
from messaging.notifications.forms import change_rhythms

from .forms import profile_form
from .types import NotificationKind, NotificationRhythm, ResidentKind, SellerStatus


class UpdateProfileInput(graphene.InputObjectType):
    """Fields left out keep their value."""

    first_name = graphene.String(description="At most 30 characters.")
    last_initial = graphene.String(description="One letter, or nothing.")
    kind = ResidentKind(description="PUBLIC_BODY is given by the staff only.")
    commune = graphene.String(description="INSEE code, not a postcode.")
    about = graphene.String(description="At most 300 characters.")
    seller_status = SellerStatus(
        description="Declared before the first price; not taken back."
    )
    business_name = graphene.String(
        description="Of a professional; at most 120 characters."
    )
    siren = graphene.String(description="Nine figures, of a professional.")
    business_address = graphene.String(
        description="Of a professional; at most 200 characters."
    )


class UpdateNotificationPreferenceInput(graphene.InputObjectType):
    """How often one wants mail of one kind."""

    kind = NotificationKind(required=True, description="What the mail is about.")
    rhythm = NotificationRhythm(
        required=True, description="DAILY gathers MESSAGES only."
    )


class MePayload:
    """What every mutation of one's own account answers."""

    me = graphene.Field(Me, description="Null when there are errors.")
    errors = graphene.List(
        graphene.NonNull(InputError),
        required=True,
        description="Empty when it is done.",
    )


class UpdateProfile(MePayload, graphene.Mutation):
    """Change what one says of oneself."""

    class Arguments:
        input = UpdateProfileInput(required=True, description="What to do.")

    @classmethod
    def mutate(cls, root, info, input):
        form = profile_form(input, require_login(info))
        if not form.is_valid():
            return cls(errors=form_errors(form))
        return cls(me=form.save(), errors=[])


class UpdateNotificationPreference(MePayload, graphene.Mutation):
    """Choose how often one wants mail of one kind."""

    class Arguments:
        input = UpdateNotificationPreferenceInput(
            required=True, description="What to do."
        )

    @classmethod
    def mutate(cls, root, info, input):
        user = require_login(info)
        form = RhythmForm(stored_values(input))
        if not form.is_valid():
            return cls(errors=form_errors(form))
        chosen = form.cleaned_data
        change_rhythms(user, {chosen["kind"]: chosen["rhythm"]})
        return cls(me=user, errors=[])


class AcceptCharterInput(graphene.InputObjectType):
    """The version that the person was shown."""

    version = graphene.Date(
        required=True,
        description="As `site.charter` told it; `charter_changed` when it is not the"
        " one in force any more.",
    )


class AcceptCharter(MePayload, graphene.Mutation):
    """Accept the rules in force; the second time changes nothing."""

    class Arguments:
        input = AcceptCharterInput(required=True, description="What to do.")

    @classmethod
    def mutate(cls, root, info, input):
        user = require_login(info)
        form = AcceptanceForm(input, charter=current_charter(info.context))
        if not form.is_valid():
            return cls(errors=form_errors(form))
        accept(user, form.cleaned_data["version"])
        return cls(me=user, errors=[])


class ResumeMailInput(graphene.InputObjectType):
    """The address that is right in spite of what was refused."""

    email = graphene.String(required=True, description="As `me.email` told it.")


class ResumeMail(MePayload, graphene.Mutation):
    """Send mail again to an address that refused some, because it is right."""

    class Arguments:
        input = ResumeMailInput(required=True, description="What to do.")

    @classmethod
    def mutate(cls, root, info, input):
        user = require_login(info)
        if input["email"].lower() != user.email.lower():
            words = _("Votre adresse a changé entre-temps.")
            mistake = ValidationError(words, "email_changed")
            return cls(errors=input_errors(ValidationError({"email": mistake})))
        mail_again(user)
        return cls(me=user, errors=[])


class AccountMutations(graphene.ObjectType):
    accept_charter = AcceptCharter.Field()
    update_profile = UpdateProfile.Field()
    resume_mail = ResumeMail.Field()
    update_notification_preference = UpdateNotificationPreference.Field()
