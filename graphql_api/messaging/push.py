"""Notifications in a browser, as those of the pages (RFC 8030, 8291 and 8292)."""

import graphene

from accounts.tokens import open_session
from graphql_api.errors import InputError, form_errors, not_found, require_login
from messaging import models
from messaging.push.forms import PushForm
from messaging.push.keys import is_on

ERRORS = "Empty when it is done."


class SubscribeToPushInput(graphene.InputObjectType):
    """What a `PushSubscription` of the browser says, made with `site.pushKey`."""

    endpoint = graphene.String(required=True, description="Address of its service.")
    p256dh = graphene.String(required=True, description="In base64url.")
    auth = graphene.String(required=True, description="In base64url.")


class SubscribeToPush(graphene.Mutation):
    """Tell a browser that somebody wrote, as long as this session lasts.

    What is told is JSON: `title`, `body`, and `url`, a path of the site.
    """

    class Arguments:
        input = SubscribeToPushInput(required=True, description="What to do.")

    subscribed = graphene.Boolean(
        required=True, description="False when there are errors."
    )
    errors = graphene.List(
        graphene.NonNull(InputError), required=True, description=ERRORS
    )

    @classmethod
    def mutate(cls, root, info, input):
        require_login(info)
        session = open_session(info.context)
        if not is_on() or session is None:
            raise not_found()
        form = PushForm(input)
        if not form.is_valid():
            return cls(subscribed=False, errors=form_errors(form))
        form.save(session)
        return cls(subscribed=True, errors=[])


class UnsubscribeFromPushInput(graphene.InputObjectType):
    """Which browser to tell nothing any more."""

    endpoint = graphene.String(required=True, description="Address of its service.")


class UnsubscribeFromPush(graphene.Mutation):
    """Tell a browser nothing any more; the second time changes nothing."""

    class Arguments:
        input = UnsubscribeFromPushInput(required=True, description="What to do.")

    errors = graphene.List(
        graphene.NonNull(InputError), required=True, description=ERRORS
    )

    @classmethod
    def mutate(cls, root, info, input):
        own = models.PushSubscription.objects.filter(user=require_login(info))
        own.filter(endpoint=input["endpoint"].replace("\x00", "")).delete()
        return cls(errors=[])


class PushMutations(graphene.ObjectType):
    subscribe_to_push = SubscribeToPush.Field()
    unsubscribe_from_push = UnsubscribeFromPush.Field()
