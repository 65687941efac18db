from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from accounts.tokens import person_of

from .models import Photo, Picture

MODERATE = ["listings.moderate_listing", "moderation.decide_case"]
ONE_HOUR = 3600


@require_safe
def photo(request, public_id, width):
    """Send one file to whoever may read its listing: on the site, or with a token."""
    shown = readable(reader(request), public_id)
    response = sent(shown, width)
    response["Cache-Control"] = f"private, max-age={ONE_HOUR}"
    return response


def sent(picture: Picture | None, width: int) -> FileResponse:
    """Return one file of a picture that whoever asks may see; none is a 404."""
    if picture is None or width not in picture.widths:
        raise Http404
    try:
        file = default_storage.open(picture.file_name(width))
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, content_type="image/webp")
    patch_vary_headers(response, ["Cookie", "X-Session-Token"])
    return response


def readable(user, public_id) -> Photo | None:
    """Return a photo that `user` may read; moderators read those of every listing."""
    photos = Photo.objects.filter(public_id=public_id)
    found = photos.visible_to(user).first()
    if found is None and any(map(user.has_perm, MODERATE)):
        return photos.attached().first()
    return found


def reader(request):
    """Return who asks: `<img>` sends a cookie, an application its session token."""
    token = request.headers.get("X-Session-Token")
    return (person_of(token) if token else None) or request.user
