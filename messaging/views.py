"""The inbox, writing for the first time, and a conversation."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe
from uuid6 import uuid7

from listings.models import Listing
from moderation.screening import advice_on

from .actions import mark_read, send, start_conversation
from .actions.reach import obstacle, obstacle_before
from .forms import OutcomeForm
from .inbox import inbox_context
from .links import host_of, target_of
from .models import Conversation, Message
from .photos.forms import MessageWithPhotosForm
from .shut_out import warning_of


@login_required
@require_safe
def inbox(request):
    return render(request, "messaging/inbox.html", inbox_context(request))


@login_required
def write(request, code):
    visible = Listing.objects.visible_to(request.user)
    listing = get_object_or_404(visible, code=code.upper())
    form = typed(request)
    message = form.submit(start_conversation, listing)
    if message:
        return redirect(message.conversation)
    context = {
        "form": form,
        "listing": listing,
        "key": uuid7(),
        "obstacle": obstacle_before(listing, request.user),
    }
    return render(request, "messaging/write.html", context)


@login_required
def thread(request, public_id):
    conversation = own(request, public_id)
    form = typed(request)
    if form.submit(send, conversation):
        return redirect(conversation)
    context = thread_page(conversation, request.user, request.GET.get("avant"))
    return render(request, "messaging/thread.html", {**context, "form": form})


@login_required
@require_safe
def link(request):
    """Ask before an address of a message is opened, and say where it leads."""
    target = target_of(request.GET.get("vers", ""))
    host = host_of(target) if target else ""
    if not host:
        raise Http404
    return render(request, "messaging/link.html", {"target": target, "host": host})


def own(request, public_id) -> Conversation:
    mine = Conversation.objects.of(request.user).with_people()
    return get_object_or_404(
        mine.prefetch_related("listing__photos"), public_id=public_id
    )


def thread_page(conversation: Conversation, user, before: str | None) -> dict:
    """Return what the page of a conversation shows, and note that it was seen.

    - `thread`: the newest messages, or those before the message `before`, oldest first
    - `older_url`: address of what came before; empty at the beginning
    - `newest_url`: address of the newest messages; empty when they are shown
    - `read_by_other`: everything up to this moment was seen by the other person
    - `key`: fresh at each display, so that what is sent after a mistake is sent
    """
    size = settings.THREAD_PAGE_SIZE
    rows = conversation.messages.visible_to(user).with_all_shown()
    if before:
        rows = rows.before(message_or_404(rows, before))
    found = list(rows.reverse()[: size + 1])
    shown = found[:size][::-1]
    if shown:
        mark_read(conversation, user, shown[-1])
    return {
        **sides_of(conversation, user),
        "conversation": conversation,
        "thread": shown,
        "advice": advice_on(message.body for message in shown),
        "older_url": f"?avant={shown[0].public_id}" if found[size:] else "",
        "newest_url": conversation.get_absolute_url() if before else "",
        "key": uuid7(),
    }


def sides_of(conversation: Conversation, user) -> dict:
    """Return what the page says of the two people.

    - `side`: what this person chose and said became of it
    - `warning`: what to say when the other was shut out for a scam
    - `obstacle`: why they cannot write; its `code` tells who can change that
    """
    side = conversation.side_of(user)
    side.conversation = conversation
    correspondent = conversation.correspondent_of(user)
    return {
        "correspondent": correspondent,
        "warning": warning_of(side, correspondent),
        "leads": conversation.is_led_by(user),
        "side": side,
        "outcome_form": OutcomeForm(),
        "obstacle": obstacle(conversation, user),
        "read_by_other": conversation.seen_by_other(user),
    }


def message_or_404(messages, public_id: str) -> Message:
    try:
        wanted = UUID(public_id)
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(messages, public_id=wanted)


def typed(request) -> MessageWithPhotosForm:
    """The form of a message; its hidden key makes a double click send once."""
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    return MessageWithPhotosForm(*data, author=request.user)
