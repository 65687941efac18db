from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from uuid6 import uuid7

from listings.models import Listing

from .actions import mark_read, send, start_conversation
from .forms import MessageForm
from .models import Conversation

PAGE_SIZE = 20


@login_required
def inbox(request):
    conversations = Conversation.objects.of(request.user)
    unread = conversations.with_unread_count(request.user).with_row_data()
    page = Paginator(unread, PAGE_SIZE).get_page(request.GET.get("page"))
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
    mine = Conversation.objects.of(request.user).with_row_data()
    conversation = get_object_or_404(mine, public_id=public_id)
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            send(conversation, request.user, **sending(form))
            return redirect(conversation)
        except ValidationError as error:
            messages.error(request, error.message)
    mark_read(conversation, request.user)
    context = {
        "conversation": conversation,
        "thread": conversation.messages.select_related("author"),
        "form": form,
        "key": uuid7(),
    }
    return render(request, "messaging/thread.html", context)


def sending(form):
    """What a valid form sends; the hidden key makes a double click send once."""
    return {
        "body": form.cleaned_data["body"],
        "key": form.cleaned_data["idempotency_key"],
    }
