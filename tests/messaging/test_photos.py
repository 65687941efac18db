"""Pictures of messages: taken in, given to one message, read by two people."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from graphql_relay import to_global_id
from uuid6 import uuid7

from messaging.actions import send
from messaging.models import Message, MessagePhoto
from messaging.photos.actions import (
    attach,
    own_photos,
    sweep_unattached,
    upload,
)
from messaging.photos.forms import MessageWithPhotosForm
from tests.factories import (
    ConversationFactory,
    MessageFactory,
    MessagePhotoFactory,
    UserFactory,
)
from tests.listings.pictures import awkward, drawn, stored_pictures

pytestmark = pytest.mark.django_db
UPLOAD = "/api/message-photos/"
COLORS = ["red", "green", "blue", "white"]


def sent_with(photos, thread=None):
    """Return a message of the person who asked, with pictures of theirs."""
    thread = thread or ConversationFactory()
    waiting = [upload(drawn(one), thread.initiator) for one in COLORS[:photos]]
    return send(thread, thread.initiator, "Voici la branche.", "cle", photos=waiting)


def status(client, photo, user=None, **headers):
    client.logout()
    if user:
        client.force_login(user)
    return client.get(photo.url(photo.widths[0]), headers=headers).status_code


# --- Taking in ------------------------------------------------------------------------


def test_a_picture_goes_through_what_photos_of_listings_go_through(resident):
    photo = upload(awkward("01-exif-gps-orientation6.jpg"), resident)

    assert [one.size for one in stored_pictures(photo)] == [
        (400, 533),
        (800, 1067),
        (900, 1200),
    ]
    assert all(one.getexif() == {} for one in stored_pictures(photo))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("06-bomb-25000x25000.png", "photo_too_many_pixels"),
        ("08-script.svg", "photo_format"),
        ("12-empty.jpg", "photo_empty"),
    ],
)
def test_what_is_no_photo_is_refused_and_leaves_nothing(resident, name, code):
    with pytest.raises(ValidationError) as refusal:
        upload(awkward(name), resident)

    assert refusal.value.code == code
    assert not MessagePhoto.objects.exists()
    assert not default_storage.exists("photos")


def test_the_same_file_sent_again_is_the_same_picture(resident):
    assert upload(drawn(), resident) == upload(drawn(), resident)
    assert upload(drawn(), UserFactory()).owner != resident


def test_uploads_that_wait_are_counted(resident, settings):
    MessagePhotoFactory.create_batch(
        settings.MESSAGE_PHOTOS_WAITING_MAX, waiting=True, owner=resident
    )

    with pytest.raises(ValidationError) as refusal:
        upload(drawn(), resident)

    assert refusal.value.code == "photos_waiting"
    assert MessagePhoto.objects.count() == settings.MESSAGE_PHOTOS_WAITING_MAX


# --- A message and its pictures -------------------------------------------------------


def test_a_message_keeps_its_pictures_in_order():
    message = sent_with(photos=3)

    colors = [stored_pictures(one)[0].getpixel((9, 9)) for one in message.photos.all()]
    assert [max(range(3), key=color.__getitem__) for color in colors] == [0, 1, 2]


def test_a_message_carries_three_pictures_at_most():
    with pytest.raises(ValidationError) as refusal:
        sent_with(photos=4)

    assert refusal.value.code == "photos_too_many"
    assert not Message.objects.exists()
    assert MessagePhoto.objects.waiting().count() == 4


@pytest.mark.parametrize("whose", ["mine, taken", "somebody else’s"])
def test_a_picture_goes_to_one_message_of_its_owner(whose):
    taken = sent_with(photos=1)
    thread = taken.conversation
    photo = (
        taken.photos.get() if "taken" in whose else MessagePhotoFactory(waiting=True)
    )
    before = photo.message

    with pytest.raises(ValidationError) as refusal:
        send(thread, thread.initiator, "Encore elle.", photos=[photo])

    assert refusal.value.code == "photo_unknown"
    assert Message.objects.count() == 1
    photo.refresh_from_db()
    assert photo.message == before


def test_sending_again_with_the_same_key_attaches_nothing_more():
    message = sent_with(photos=2)

    again = sent_with(photos=2, thread=message.conversation)

    assert again == message
    assert message.photos.count() == 2


def test_uploads_are_chosen_by_their_ids(resident, settings):
    one, two = MessagePhotoFactory.create_batch(2, waiting=True, owner=resident)
    ids = [two.public_id, one.public_id, two.public_id]

    assert own_photos(ids, resident) == [two, one]
    for wrong, code in [
        ([MessagePhotoFactory(waiting=True).public_id], "photo_unknown"),
        ([MessagePhotoFactory().public_id], "photo_unknown"),
        ([uuid7() for _photo in range(4)], "photos_too_many"),
    ]:
        with pytest.raises(ValidationError) as refusal:
            own_photos(wrong, resident)
        assert refusal.value.code == code


@pytest.mark.django_db(transaction=True)
def test_what_no_message_took_in_a_day_is_swept_with_its_files(resident):
    message = sent_with(photos=1)
    waiting = upload(drawn("white"), resident)
    MessagePhoto.objects.update(created_at=timezone.now() - timedelta(hours=25))

    assert sweep_unattached() == 1
    call_command("work", once=True)

    assert list(MessagePhoto.objects.all()) == [message.photos.get()]
    assert not default_storage.exists(waiting.file_names[0])
    assert default_storage.exists(message.photos.get().file_names[0])


@pytest.mark.django_db(transaction=True)
def test_pictures_go_with_their_message():
    message = sent_with(photos=1)
    names = message.photos.get().file_names

    message.conversation.delete()
    call_command("work", once=True)

    assert not MessagePhoto.objects.exists()
    assert [name for name in names if default_storage.exists(name)] == []


# --- Who sees them --------------------------------------------------------------------


def test_only_the_two_people_see_a_picture(client):
    photo = sent_with(photos=1).photos.get()
    thread = photo.message.conversation

    assert status(client, photo, thread.initiator) == 200
    assert status(client, photo, thread.listing.author) == 200
    assert status(client, photo, UserFactory()) == 404
    assert status(client, photo, UserFactory(is_superuser=True)) == 404
    assert status(client, photo) == 404


def test_a_picture_that_waits_is_seen_by_its_owner_alone(client, resident):
    photo = upload(drawn(), resident)

    assert status(client, photo, resident) == 200
    assert status(client, photo, UserFactory(is_superuser=True)) == 404


@pytest.mark.parametrize(
    ("state", "answers"), [("held", (200, 404)), ("deleted", (404, 404))]
)
def test_a_picture_is_seen_by_those_who_read_its_message(client, state, answers):
    message = sent_with(photos=1)
    Message.objects.update(state=state)
    thread = message.conversation
    people = (thread.initiator, thread.listing.author)

    assert tuple(status(client, message.photos.get(), one) for one in people) == answers


def test_who_may_see_is_asked_each_time_and_the_file_sent_once(client):
    photo = sent_with(photos=1).photos.get()
    client.force_login(photo.owner)
    first = client.get(photo.url(300))

    assert first["Cache-Control"] == "private, no-cache"
    assert first["Vary"].startswith("Cookie, X-Session-Token")
    known = {"If-None-Match": first["ETag"]}
    assert status(client, photo, photo.owner, **known) == 304
    assert status(client, photo, UserFactory(), **known) == 404


def test_a_width_that_does_not_exist_is_not_found(client):
    photo = sent_with(photos=1).photos.get()
    client.force_login(photo.owner)

    assert client.get(photo.url(1600)).status_code == 404


# --- The form -------------------------------------------------------------------------


def filled(author, body="Voici.", files=(), **data):
    return MessageWithPhotosForm(
        {"body": body, **data}, {"photos": list(files)}, author=author
    )


def test_a_mistake_elsewhere_keeps_the_pictures(resident):
    form = filled(resident, body="", files=[drawn()])

    assert not form.is_valid()
    [photo] = form.kept_photos
    again = filled(resident, photo=[str(photo.public_id)])
    assert again.is_valid()
    assert again.cleaned_data["photos"] == [photo]


def test_a_picture_shown_again_can_be_taken_out(resident):
    photo = upload(drawn(), resident)
    removed = {"photo": [str(photo.public_id)], f"photo-{photo.public_id}-remove": "on"}

    form = filled(resident, **removed)

    assert form.is_valid()
    assert form.cleaned_data["photos"] == []


@pytest.mark.parametrize("wanted", ["nonsense", "01890a5d-ac96-774b-bcce-b302099a8057"])
def test_an_unknown_picture_is_said(resident, wanted):
    form = filled(resident, photo=[wanted])

    assert not form.is_valid()
    assert [one.code for one in form.errors.as_data()["photos"]] == ["photo_unknown"]


def test_mistakes_name_their_file_and_a_fourth_picture_is_one(resident):
    files = [drawn(one, name=f"{one}.png") for one in COLORS]

    form = filled(resident, files=[awkward("08-script.svg"), *files])

    assert not form.is_valid()
    codes = [one.code for one in form.errors.as_data()["photos"]]
    assert codes == ["photo_format", "photos_too_many"]
    assert form.errors["photos"][1] == (
        "«\u00a0white.png\u00a0»\u00a0: Un message porte 3 photos au plus."
    )
    assert len(form.kept_photos) == 3


# --- Front ends -----------------------------------------------------------------------


def test_a_front_end_sends_pictures_first(client, resident):
    client.force_login(resident)

    answer = client.post(UPLOAD, {"file": drawn(), "alt": "La branche"})

    photo = MessagePhoto.objects.waiting().get()
    assert answer.status_code == 201
    assert answer.json() == {
        "id": to_global_id("MessagePhoto", str(photo.public_id)),
        "url": f"http://127.0.0.1:8000/messages/photos/{photo.public_id}/300.webp",
        "width": 300,
        "height": 200,
    }
    assert (photo.owner, photo.alt) == (resident, "La branche")


def test_what_a_front_end_may_not_send(client, resident):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(resident)
    codes = [client.post(UPLOAD, {"file": drawn()}).status_code]
    codes.append(strict.post(UPLOAD, {"file": drawn()}).status_code)
    client.force_login(resident)
    codes.append(client.get(UPLOAD).status_code)
    codes.append(client.post(UPLOAD, {"file": awkward("08-script.svg")}).status_code)

    assert codes == [401, 403, 405, 400]
    assert not MessagePhoto.objects.exists()


def test_attaching_to_a_message_of_somebody_else_is_refused(resident):
    photo = MessagePhotoFactory(waiting=True, owner=resident)

    with pytest.raises(ValidationError) as refusal:
        attach(MessageFactory(), [photo])

    assert refusal.value.code == "photo_unknown"
    assert MessagePhoto.objects.waiting().count() == 1
