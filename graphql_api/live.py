"""What is new in a conversation, for front ends: the same that the site reads."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from graphql_api.listings.types import EXCERPT
from messaging.forms import InboxForm, Shelf
from messaging.inbox import etag_of, page_of
from messaging.live import Look, News, look, look_and_read
from messaging.models import Message, MessagePhoto

from .errors import InputError
from .nodes import to_global_id
from .requests import Refused, authenticate
from .uploads import errors_response


def news(request: HttpRequest, public_id) -> HttpResponse:
    """Answer 304 until something changed; then what came after the message `after`."""
    return guarded(request, lambda: conversation_news(request, public_id))


def inbox_news(request: HttpRequest) -> HttpResponse:
    """Answer 304 until something changed; then the newest conversations."""
    return guarded(request, lambda: newest_conversations(request))


def guarded(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        response = answered(request, answer)
    except Refused as refused:
        mistake = InputError(None, refused.code, refused.errors[0].message)
        response = errors_response([mistake], refused.status)
    except Http404:
        gone = InputError(None, "NOT_FOUND", _("Cette conversation n’existe pas."))
        response = errors_response([gone], 404)
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie", "X-Session-Token"])
    if response.status_code == 405:
        response["Allow"] = "GET"
    return response


def answered(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    if request.method != "GET":
        raise Refused(405, "BAD_USER_INPUT", "Only GET is accepted.")
    authenticate(request)
    if not request.user.is_authenticated:
        raise Refused(401, "UNAUTHENTICATED", _("Connectez-vous pour continuer."))
    return answer()


def conversation_news(request: HttpRequest, public_id) -> HttpResponse:
    after = request.GET.get("after", "")
    if request.GET.get("seen"):
        now = look_and_read(public_id, request.user, after)
    else:
        now = look(public_id, request.user)
    if known := get_conditional_response(request, etag=now.etag):
        return known
    new = News(public_id, request.user, after)
    response = JsonResponse(described(new, now))
    if not new.more:  # else the rest must be asked for at once
        response["ETag"] = now.etag
    return response


def newest_conversations(request: HttpRequest) -> HttpResponse:
    asked, user = request.GET, request.user
    shelf = stored_shelf(asked.get("filter", Shelf.ALL.name))
    form = InboxForm({"shelf": shelf, "search": asked.get("search", "")})
    for field, mistakes in form.errors.items():
        raise Refused(400, "BAD_USER_INPUT", f"{field}: {mistakes[0]}")
    response = JsonResponse(
        {
            "conversations": [row(one, user) for one in page_of(form, user)],
            "unreadCount": Message.objects.unread_by(user).count(),
            "everySeconds": settings.MESSAGING_LIVE["fastest"],
        }
    )
    response["ETag"] = etag_of(response.content.decode())
    return get_conditional_response(request, etag=response["ETag"]) or response


def stored_shelf(name: str) -> str:
    if name not in Shelf.names:
        raise Refused(400, "BAD_USER_INPUT", f"filter: one of {', '.join(Shelf.names)}")
    return Shelf[name].value


def row(conversation, user) -> dict:
    return {
        "id": to_global_id("Conversation", str(conversation.public_id)),
        "correspondent": {"displayName": conversation.correspondent.display_name},
        "lastWords": Truncator(conversation.last_words or "").chars(EXCERPT),
        "lastWordsAreMine": conversation.last_by == user.pk,
        "lastMessageAt": conversation.last_message_at,
        "unreadCount": conversation.unread,
        "liveUrl": live_url(conversation),
    }


def described(new: News, now: Look) -> dict:
    last = new.messages[-1] if new.messages else None
    return {
        "messages": [message(one, new.user) for one in new.fresh],
        "changed": [message(one, new.user) for one in new.changed],
        "readByOtherUpTo": now.read_by_other,
        "unreadCount": now.unread,
        "more": new.more,
        "next": live_url(new.conversation, last),
        "everySeconds": settings.MESSAGING_LIVE["fastest"],
    }


def message(row: Message, user) -> dict:
    return {
        "id": to_global_id("Message", str(row.public_id)),
        "body": row.body,
        "author": {"displayName": row.author.display_name},
        "isMine": row.author_id == user.pk,
        "state": row.state.upper(),
        "isAutomatic": row.is_automatic,
        "createdAt": row.created_at,
        "photos": [photo(one) for one in row.photos.all()],
    }


def photo(row: MessagePhoto) -> dict:
    return {
        "id": to_global_id("MessagePhoto", str(row.public_id)),
        "url": f"{settings.SITE_URL}{row.largest}",
        "width": row.width,
        "height": row.height,
        "alt": row.alt_text,
    }


def live_url(conversation, after: Message | None = None) -> str:
    """Return the address to ask next, whatever it holds."""
    path = reverse("conversation_news", args=[conversation.public_id])
    query = f"?after={after.public_id}" if after else ""
    return f"{settings.SITE_URL}{path}{query}"
