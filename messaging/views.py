from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from uuid6 import uuid7

from listings.models import Listing

from .actions import mark_read, send, start_conversation
from .forms import MessageForm
from .models import Conversation, Message

PAGE_SIZE = 20
THREAD_SIZE = 50


@login_required
def inbox(request):
    conversations = Conversation.objects.of(request.user)
    unread = conversations.with_row_data(request.user)
    page = Paginator(unread, PAGE_SIZE).get_page(request.GET.get("page"))
    for conversation in page:
        conversation.correspondent = conversation.correspondent_of(request.user)
    return render(request, "messaging/inbox.html", {"page_obj": page, "query": ""})


@login_required
def write(request, code):
    visible = Listing.objects.visible_to(request.user)
    listing = get_object_or_404(visible, code=code.upper())
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            message = start_conversation(listing, request.user, **sending(form))
            return redirect(message.conversation)
        except ValidationError as error:
            form.add_error("body", error)
    context = {"form": form, "listing": listing, "key": uuid7()}
    return render(request, "messaging/write.html", context)


@login_required
def thread(request, public_id):
    mine = Conversation.objects.of(request.user).with_people()
    conversation = get_object_or_404(mine, public_id=public_id)
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            send(conversation, request.user, **sending(form))
            return redirect(conversation)
        except ValidationError as error:
            form.add_error("body", error)
    context = thread_page(conversation, request.user, request.GET.get("avant"))
    return render(request, "messaging/thread.html", {**context, "form": form})


def thread_page(conversation: Conversation, user, before: str | None) -> dict:
    """Return what the page of a conversation shows, and note that it was seen.

    - `thread`: the newest messages, or those before the message `before`, oldest first
    - `older_url`: address of what came before; empty at the beginning
    - `newest_url`: address of the newest messages; empty when they are shown
    - `read_by_other`: everything up to this moment was seen by the other person
    - `key`: fresh at each display, so that what is sent after a mistake is sent
    """
    rows = conversation.messages.visible_to(user).select_related("author")
    if before:
        rows = rows.before(message_or_404(conversation, before))
    found = list(rows.reverse()[: THREAD_SIZE + 1])
    shown = found[THREAD_SIZE - 1 :: -1] if len(found) > THREAD_SIZE else found[::-1]
    if shown:
        mark_read(conversation, user, shown[-1])
    return {
        "conversation": conversation,
        "correspondent": conversation.correspondent_of(user),
        "thread": shown,
        "older_url": f"?avant={shown[0].public_id}" if found[THREAD_SIZE:] else "",
        "newest_url": conversation.get_absolute_url() if before else "",
        "read_by_other": conversation.seen_by_other(user),
        "key": uuid7(),
    }


def message_or_404(conversation: Conversation, public_id: str) -> Message:
    try:
        wanted = UUID(public_id)
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(conversation.messages, public_id=wanted)


def sending(form):
    """What a valid form sends; the hidden key makes a double click send once."""
    return {
        "body": form.cleaned_data["body"],
        "key": form.cleaned_data["idempotency_key"],
    }
