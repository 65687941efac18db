from django.shortcuts import render
from django.views.decorators.http import require_safe

from .table import shown


@require_safe
def durations(request):
    """Tell everybody for how long each kind of data is kept."""
    return render(request, "rights/durations.html", {"lines": shown()})
