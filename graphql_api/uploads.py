"""The doors by which a front end sends photos, one at a time, before they are shown."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from listings.photos.actions import too_large
from listings.photos.forms import PhotoUploadForm
from listings.photos.models import Picture
from messaging.photos.forms import MessagePhotoUploadForm
from moderation.sanctions import (
    SUSPENDED,
    refuses_by_itself,
    suspended,
    words_of_suspension,
)

from .errors import InputError, input_errors
from .nodes import to_global_id
from .requests import Refused, authenticate

UploadForm = type[PhotoUploadForm] | type[MessagePhotoUploadForm]
ENVELOPE = 20_000  # what surrounds the file: boundaries, headers, `alt`


@refuses_by_itself
@csrf_exempt  # only without a session cookie: see `authenticate`
def upload_photo(request: HttpRequest) -> JsonResponse:
    """Take in one photo; its id is what `photos` of a listing expects."""
    return answer(request, PhotoUploadForm)


@refuses_by_itself
@csrf_exempt  # only without a session cookie: see `authenticate`
def upload_message_photo(request: HttpRequest) -> JsonResponse:
    """Take in one photo; its id is what `photos` of a message expects."""
    return answer(request, MessagePhotoUploadForm)


def answer(request: HttpRequest, form_class: UploadForm) -> JsonResponse:
    try:
        check_envelope(request)
        authenticate(request)
        response = JsonResponse(described(taken_in(request, form_class)), status=201)
    except Refused as refused:
        mistake = InputError(None, refused.code, refused.errors[0].message)
        response = errors_response([mistake], refused.status)
    except ValidationError as error:
        response = errors_response(input_errors(error), 400)
    response["Cache-Control"] = "no-store"
    if response.status_code == 405:
        response["Allow"] = "POST"
    return response


def check_envelope(request: HttpRequest) -> None:
    """Refuse by the headers alone, before anything of the body is read."""
    if request.method != "POST":
        raise Refused(405, "BAD_USER_INPUT", "Only POST is accepted.")
    if request.content_type != "multipart/form-data":
        raise Refused(415, "BAD_USER_INPUT", "Send multipart/form-data.")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > settings.PHOTO_MAX_BYTES + ENVELOPE:
        raise Refused(413, "LIMIT_EXCEEDED", too_large().messages[0])


def taken_in(request: HttpRequest, form_class: UploadForm) -> Picture:
    if not request.user.is_authenticated:
        raise Refused(401, "UNAUTHENTICATED", _("Connectez-vous pour continuer."))
    if suspended(request.user):
        raise Refused(403, SUSPENDED, words_of_suspension(request.user))
    form = form_class(request.POST, request.FILES, owner=request.user)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    return form.photo


def described(photo: Picture) -> dict:
    return {
        "id": to_global_id(type(photo).__name__, str(photo.public_id)),
        "url": f"{settings.SITE_URL}{photo.url(photo.width)}",
        "width": photo.width,
        "height": photo.height,
    }


def errors_response(errors: list[InputError], status: int) -> JsonResponse:
    rows = [
        {"field": one.field, "code": one.code, "message": one.message} for one in errors
    ]
    return JsonResponse({"errors": rows}, status=status)
