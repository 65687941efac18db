"""A browser subscribes to notifications, and unsubscribes; scripts ask, hence 401."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import session_of

from ..models import PushSubscription
from .forms import PushForm
from .keys import is_on


@require_POST
def subscribe(request):
    if not is_on():
        raise Http404
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    form = PushForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    form.save(session_of(request))
    return HttpResponse(status=204)


@require_POST
def unsubscribe(request):
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    own = PushSubscription.objects.filter(user=request.user)
    own.filter(endpoint=request.POST.get("endpoint", "")).delete()
    return HttpResponse(status=204)


@require_safe
def service_worker(request):
    """Serve the script from the folder it may act in: /messages/."""
    response = render(
        request, "messaging/service_worker.js", content_type="text/javascript"
    )
    response["Cache-Control"] = "no-cache"
    return response


def told_here(request) -> bool:
    """Whether this browser was subscribed during this session."""
    own = PushSubscription.objects.filter(user=request.user)
    return own.filter(session__session_key=request.session.session_key).exists()
