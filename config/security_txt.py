"""Where to report a fault of security: https://www.rfc-editor.org/rfc/rfc9116"""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

VALID_FOR = timedelta(days=180)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    fields = [
        ("Contact", settings.SECURITY_CONTACT),
        ("Expires", (midnight + VALID_FOR).strftime("%Y-%m-%dT%H:%M:%SZ")),
        ("Preferred-Languages", "fr, en"),
        ("Canonical", f"{settings.SITE_URL}/.well-known/security.txt"),
        ("Policy", f"{settings.SITE_URL}{settings.SECURITY_POLICY_PATH}"),
    ]
    text = "".join(f"{name}: {value}\n" for name, value in fields)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
