from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from listings.photos.views import reader, sent

from ..models import MessagePhoto


@require_safe
def photo(request, public_id, width):
    """Send one file to the two people of its conversation, who are asked each time."""
    photos = MessagePhoto.objects.visible_to(reader(request))
    shown = photos.filter(public_id=public_id).first()
    # Its content never changes: a browser that has it shows it once it was told so.
    etag = f'"{public_id}-{width}"'
    known = get_conditional_response(request, etag=etag) if shown else None
    response = known or sent(shown, width)
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = etag
    return response
