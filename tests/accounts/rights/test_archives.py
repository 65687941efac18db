import json
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import DataExport
from accounts.rights.archives import request_export, sweep_archives, write
from moderation.models import Action, Decision
from tests.factories import (
    BlockFactory,
    ConversationFactory,
    ListingFactory,
    MessageFactory,
    MessagePhotoFactory,
    PhotoFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PASSWORD = "un-panier-de-poireaux"


def archive_of(person) -> zipfile.ZipFile:
    file = BytesIO()
    write(person, file)
    return zipfile.ZipFile(file)


def a_life_of(person):
    """A listing, two conversations; return the person who wrote about the listing."""
    other = UserFactory(
        email="voisin.secret@example.org", first_name="Yvon", last_initial="T"
    )
    listing = ListingFactory(author=person, title="Panier de poires")
    photo = PhotoFactory(listing=listing)
    thread = ConversationFactory(listing=listing, initiator=other)
    MessageFactory(
        conversation=thread,
        body="Appelez le 06 12 34 56 78 ou yvon@ailleurs.example, avant 18 h.",
    )
    MessageFactory(conversation=thread, body="Gardé pour relecture", held=True)
    said = MessageFactory(conversation=thread, author=person, body="<b>À samedi</b>")
    shown = MessagePhotoFactory(message=said)
    theirs = MessagePhotoFactory(message__conversation=thread, owner=other)
    for picture in (photo, shown, theirs):
        default_storage.save(picture.file_name(800), ContentFile(b"pixels"))
    Decision.objects.create(
        action=Action.HIDE,
        target_kind="listing",
        target_id=listing.public_id,
        owner=person,
        facts="Hors sujet.",
        moderator=UserFactory(first_name="Modératrice"),
    )
    BlockFactory(blocker=person, blocked__first_name="Importun")
    return {f"photos/{one.public_id}.webp" for one in (photo, shown)}


def link_in(mailoutbox) -> str:
    return mailoutbox[0].body.split(settings.SITE_URL)[1].split()[0]


@pytest.fixture
def ready(resident, mailoutbox):
    """The address of an archive that waits for the resident."""
    request_export(resident)
    call_command("work", once=True, verbosity=0)
    assert mailoutbox[0].to == [resident.email]
    return link_in(mailoutbox)


def test_the_archive_holds_everything_of_one_person(resident):
    photos = a_life_of(resident)

    archive = archive_of(resident)

    assert set(archive.namelist()) == {"index.html", "data.json"} | photos
    data = json.loads(archive.read("data.json"))
    assert set(data) == {"account", "listings", "conversations", "decisions"}
    assert data["account"][0]["emails"] == resident.email
    assert data["listings"][0]["title"] == "Panier de poires"
    bodies = [one["body"] for one in data["conversations"][0]["entries"]]
    assert "<b>À samedi</b>" in bodies
    assert data["decisions"][0]["facts"] == "Hors sujet."
    page = archive.read("index.html").decode()
    assert "&lt;b&gt;À samedi&lt;/b&gt;" in page
    assert "Panier de poires" in page


def test_the_other_person_is_a_name_and_nothing_else(resident):
    a_life_of(resident)

    archive = archive_of(resident)

    text = "".join(archive.read(name).decode() for name in ("index.html", "data.json"))
    assert "Yvon T." in text
    for secret in ("voisin.secret", "yvon@", "06 12", "Gardé pour", "Modératrice"):
        assert secret not in text
    assert "Appelez le [coordonnées masquées] ou [coordonnées masquées]" in text
    assert "avant 18 h." in text


def test_the_page_calls_nothing_from_outside(resident):
    a_life_of(resident)

    page = archive_of(resident).read("index.html").decode()

    for sign in ("http:", "https:", "//", "<script", "<link", "url("):
        assert sign not in page


@pytest.mark.parametrize("how_many", [1, 6])
def test_query_count_does_not_depend_on_what_there_is(
    django_assert_num_queries, resident, how_many
):
    for _number in range(how_many):
        a_thread(resident)

    with django_assert_num_queries(13):
        archive_of(resident)


def a_thread(person):
    listing = ListingFactory(author=person)
    PhotoFactory(listing=listing)
    thread = ConversationFactory(listing=listing)
    said = MessageFactory(conversation=thread, author=person)
    MessagePhotoFactory(message=said)
    MessageFactory(conversation=thread)


@pytest.mark.django_db(transaction=True)
def test_the_link_downloads_once(client, ready, resident):
    client.force_login(resident)
    asked = client.get(ready)
    assert "Télécharger" in asked.content.decode()
    assert client.get(ready).status_code == 200  # a scanner of mail takes nothing

    answer = client.post(ready)

    content = b"".join(answer.streaming_content)
    assert "data.json" in zipfile.ZipFile(BytesIO(content)).namelist()
    assert answer.headers["Cache-Control"] == "no-store"
    assert default_storage.listdir("exports")[1] == []
    for again in (client.post(ready), client.get(ready)):
        assert again.status_code == 410
        assert "Ce lien ne sert plus" in again.content.decode()


@pytest.mark.django_db(transaction=True)
def test_an_application_downloads_with_its_token(client, ready, resident):
    resident.set_password(PASSWORD)
    resident.save()
    body = {"email": resident.email, "password": PASSWORD}
    url = "/_allauth/app/v1/auth/login"
    meta = client.post(url, body, content_type="application/json").json()["meta"]
    token = {"X-Session-Token": meta["session_token"]}
    visitor = Client()

    assert visitor.post(ready, headers={"X-Session-Token": "wrong"}).status_code == 401
    answer = visitor.post(ready, headers=token)

    content = b"".join(answer.streaming_content)
    assert "data.json" in zipfile.ZipFile(BytesIO(content)).namelist()
    assert visitor.post(ready, headers=token).status_code == 410


@pytest.mark.django_db(transaction=True)
def test_the_link_is_nobody_elses(client, ready):
    client.force_login(UserFactory())

    assert client.get(ready).status_code == 404
    assert client.post(ready).status_code == 404
    client.logout()
    assert client.post(ready).headers["Location"].startswith("/compte/login/")
    assert len(default_storage.listdir("exports")[1]) == 1
    assert DataExport.objects.get().downloaded_at is None


@pytest.mark.django_db(transaction=True)
def test_the_link_ends_and_the_file_with_it(client, ready, resident):
    client.force_login(resident)
    late = timezone.now() - timedelta(seconds=1)
    DataExport.objects.update(expires_at=late)

    assert client.post(ready).status_code == 410
    assert sweep_archives(dry_run=True) == 1
    assert (sweep_archives(), sweep_archives()) == (1, 0)
    assert default_storage.listdir("exports")[1] == []


@pytest.mark.django_db(transaction=True)
def test_no_key_of_a_link_is_stored(ready):
    token = ready.rstrip("/").rsplit("/", 1)[1]
    archive = DataExport.objects.get()

    assert token not in (archive.digest, archive.file)
    assert archive.expires_at - timezone.now() > timedelta(hours=47)


@pytest.mark.django_db(transaction=True)
def test_a_click_again_asks_once(signed_in, resident):
    assert signed_in.get("/compte/donnees/telecharger/").status_code == 200

    for _click in range(2):
        answer = signed_in.post("/compte/donnees/telecharger/", follow=True)

    assert "un courriel vous dira" in answer.content.decode()
    assert DataExport.objects.count() == 1


def test_the_page_says_the_hours_of_the_setting(signed_in, settings):
    settings.EXPORT_HOURS = 1

    page = signed_in.get("/compte/donnees/telecharger/").content.decode()

    assert "pendant 1\u00a0heure." in page


def test_three_a_day_are_enough(resident):
    for _time in range(settings.EXPORTS_PER_DAY):
        DataExport.objects.create(user=resident, expires_at=timezone.now())

    with pytest.raises(ValidationError) as refused:
        request_export(resident)

    assert refused.value.code == "too_many_exports"


def test_an_unproved_address_receives_nothing():
    with pytest.raises(ValidationError) as refused:
        request_export(UserFactory(confirmed=False))

    assert refused.value.code == "not_confirmed"
    assert not DataExport.objects.exists()


def test_data_is_given_to_who_typed_the_password(client, resident):
    client.force_login(resident)

    answer = client.get("/compte/donnees/telecharger/")

    assert answer.headers["Location"].startswith("/compte/reauthenticate/")
    assert client.get("/compte/donnees/").status_code == 200
