"""Telling a browser that somebody wrote; never who, nor what."""

import json

import requests
from django.conf import settings
from django.utils.translation import gettext as _
from pywebpush import WebPushException, webpush

from background.jobs import job

from ..models import Message, Participant, PushSubscription
from .keys import is_on

GONE = {404, 410}


def push_later(message: Message, reader: Participant) -> None:
    """Queue a notification for each browser of who will read the message.

    Call it in the transaction that delivers the message, beside the mail. Nothing to
    who muted the conversation.
    """
    if not is_on() or reader.muted:
        return
    rows = PushSubscription.objects.of_open_sessions().filter(user=reader.user_id)
    for key in rows.values_list("pk", flat=True):
        push.enqueue(key, message.pk)


@job
def push(subscription_key: int, message_key: int) -> None:
    """Tell one browser, unless the message was read meanwhile, or its session ended."""
    rows = PushSubscription.objects.of_open_sessions().select_related("user")
    subscription = rows.filter(pk=subscription_key).first()
    if subscription is None or not is_on():
        return
    waiting = Message.objects.unread_by(subscription.user).filter(pk=message_key)
    if message := waiting.select_related("conversation").first():
        deliver(subscription, message)


def deliver(subscription: PushSubscription, message: Message) -> None:
    """Hand the notification over; forget a browser that is not there any more.

    Any other failure is raised, for the queue to try again.
    """
    try:
        hand_over(subscription, message)
    except WebPushException as error:
        if error.status_code not in GONE:
            raise
        subscription.delete()


def hand_over(subscription: PushSubscription, message: Message) -> None:
    conversation = message.conversation
    keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
    with requests.Session() as session:
        session.max_redirects = 0  # the service that was checked, and no other
        webpush(
            {"endpoint": subscription.endpoint, "keys": keys},
            data=json.dumps(words(conversation.get_absolute_url())),
            vapid_private_key=settings.VAPID_PRIVATE_KEY,
            vapid_claims={"sub": f"mailto:{settings.MODERATION_EMAIL}"},
            ttl=settings.PUSH_SECONDS,
            timeout=settings.PUSH_TIMEOUT,
            # One notification for each conversation waits in the service, the newest.
            headers={"Topic": conversation.public_id.hex, "Urgency": "normal"},
            requests_session=session,
        )


def words(url: str) -> dict[str, str]:
    return {
        "title": _("Nouveau message"),
        "body": _("Quelqu’un vous a écrit sur Nièvre Solutions Solidaires."),
        "url": url,
    }
