import graphene
from django.core.exceptions import ValidationError

from graphql_api.errors import InputError, input_errors, require_login
from graphql_api.messaging.queries import Me

from .forms import profile_form
from .types import ResidentKind


class UpdateProfileInput(graphene.InputObjectType):
    """Fields left out keep their value."""

    first_name = graphene.String(description="At most 30 characters.")
    last_initial = graphene.String(description="One letter, or nothing.")
    kind = ResidentKind(description="PUBLIC_BODY is given by the staff only.")
    commune = graphene.String(description="INSEE code, not a postcode.")
    about = graphene.String(description="At most 300 characters.")


class UpdateProfile(graphene.Mutation):
    """Change what one says of oneself."""

    class Arguments:
        input = UpdateProfileInput(required=True, description="What to do.")

    me = graphene.Field(Me, description="Null when there are errors.")
    errors = graphene.List(
        graphene.NonNull(InputError),
        required=True,
        description="Empty when it is done.",
    )

    @classmethod
    def mutate(cls, root, info, input):
        form = profile_form(input, require_login(info))
        if not form.is_valid():
            return cls(errors=input_errors(ValidationError(form.errors.as_data())))
        return cls(me=form.save(), errors=[])


class AccountMutations(graphene.ObjectType):
    update_profile = UpdateProfile.Field()
