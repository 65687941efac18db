"""The site's own script asks here what is new, and sends without loading a page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe
from uuid6 import uuid7

from .actions import send
from .inbox import inbox_context
from .live import Look, News, look, look_and_read
from .models import Conversation
from .photos.forms import MessageWithPhotosForm

SIGNED_OUT = 401  # not the sign-in page, which a script would take for an answer


@require_safe
def news(request, public_id):
    """Tell what came after the message `apres`; `vu` says that somebody is looking."""
    if not request.user.is_authenticated:
        return HttpResponse(status=SIGNED_OUT)
    after = request.GET.get("apres", "")
    if request.GET.get("vu"):
        now = look_and_read(public_id, request.user, after)
    else:
        now = look(public_id, request.user)
    known = get_conditional_response(request, etag=now.etag)
    return told(known or fragment(request, News(public_id, request.user, after), now))


@require_safe
def inbox_news(request):
    """Tell the list of the inbox anew, once anything in it changed."""
    if not request.user.is_authenticated:
        return HttpResponse(status=SIGNED_OUT)
    now = inbox_context(request)
    known = get_conditional_response(request, etag=now["etag"])
    return told(known or HttpResponse(now["rows"], headers={"ETag": now["etag"]}))


@require_POST
def send_live(request, public_id):
    """Send a message; answer with what is new, or with the form and its mistakes."""
    if not request.user.is_authenticated:
        return HttpResponse(status=SIGNED_OUT)
    mine = Conversation.objects.of(request.user).with_people()
    conversation = get_object_or_404(mine, public_id=public_id)
    form = MessageWithPhotosForm(request.POST, request.FILES, author=request.user)
    if form.submit(send, conversation) is None:
        return composer(request, form, conversation)
    after = request.POST.get("apres", "")
    now = look_and_read(public_id, request.user, after)
    return told(fragment(request, News(public_id, request.user, after), now, 201))


def fragment(request, new: News, now: Look, status: int = 200) -> HttpResponse:
    response = render(request, "messaging/live.html", new.page(now), status=status)
    if not new.more:  # else the rest must be asked for at once
        response["ETag"] = now.etag
    return response


def composer(request, form, conversation: Conversation) -> HttpResponse:
    context = {
        "form": form,
        "conversation": conversation,
        "name": conversation.correspondent_of(request.user).first_name,
        "key": uuid7(),
        "sticky": True,
    }
    return told(render(request, "messaging/compose.html", context, status=422))


def told(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-cache"
    return response
