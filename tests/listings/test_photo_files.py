"""Where the files of photos are, who reads them and when they go."""

from datetime import timedelta

import boto3
import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from moto import mock_aws

from accounts.models import User
from listings.models import Listing
from listings.photos.actions import arrange, sweep_unattached, upload
from listings.photos.models import Photo
from tests.factories import ListingFactory, PhotoFactory, UserFactory

from .pictures import awkward, drawn

BUCKET = {
    "BACKEND": "storages.backends.s3.S3Storage",
    "OPTIONS": {
        "bucket_name": "photos-de-la-nievre",
        "access_key": "cle",
        "secret_key": "secret",
        "region_name": "eu-west-3",
        "file_overwrite": False,
    },
}


def stored():
    """Return how many files of photos the storage holds."""
    if not default_storage.exists("photos"):
        return 0
    folders, _files = default_storage.listdir("photos")
    return sum(len(default_storage.listdir(f"photos/{one}")[1]) for one in folders)


def work():
    call_command("work", once=True, verbosity=0)


def shown(listing, color="red"):
    """Give `listing` one photo of two files."""
    photo = upload(drawn(color, (800, 600)), listing.author)
    arrange(listing, [photo])
    return photo


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deleted", [Listing, User, Photo])
def test_files_go_with_the_photo_the_listing_or_the_account(deleted):
    shown(ListingFactory())
    assert stored() == 2
    deleted.objects.all().delete()
    work()
    assert (Photo.objects.count(), stored()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_files_stay_when_the_deletion_is_undone():
    photo = shown(ListingFactory())
    with transaction.atomic():
        photo.delete()
        transaction.set_rollback(True)
    work()
    assert (Photo.objects.count(), stored()) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_a_row_that_cannot_be_stored_leaves_no_file(resident, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("disk full")

    monkeypatch.setattr(Photo, "save", fail)
    with pytest.raises(RuntimeError):
        upload(drawn(), resident)
    assert stored() == 0


@pytest.mark.django_db(transaction=True)
def test_the_sweep_takes_old_uploads_that_no_listing_shows():
    day_before = timezone.now() - timedelta(hours=25)
    photo = shown(ListingFactory())
    fresh = upload(drawn("blue"), photo.owner)
    old = upload(drawn("green"), photo.owner)
    Photo.objects.exclude(pk=fresh.pk).update(created_at=day_before)
    call_command("sweep_photos")
    work()
    assert set(Photo.objects.all()) == {photo, fresh}
    assert not Photo.objects.filter(pk=old.pk).exists()
    assert stored() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("how_many", [1, 4])
def test_the_sweep_says_how_many_it_took(how_many):
    PhotoFactory.create_batch(how_many, created_at=timezone.now() - timedelta(hours=25))
    assert sweep_unattached() == how_many
    assert sweep_unattached() == 0


@pytest.mark.django_db(transaction=True)
def test_a_bucket_keeps_photos_and_lets_them_go(settings, client):
    settings.STORAGES = {**settings.STORAGES, "default": BUCKET}
    with mock_aws():
        bucket = boto3.resource("s3", region_name="eu-west-3").create_bucket(
            Bucket="photos-de-la-nievre",
            CreateBucketConfiguration={"LocationConstraint": "eu-west-3"},
        )
        listing = ListingFactory()
        photo = upload(awkward("01-exif-gps-orientation6.jpg"), listing.author)
        arrange(listing, [photo])
        names = sorted(one.key for one in bucket.objects.all())
        assert names == sorted(photo.file_names)
        answer = client.get(photo.url(400))
        assert answer["Content-Type"] == "image/webp"
        assert b"".join(answer)[8:12] == b"WEBP"
        answer.close()
        listing.delete()
        work()
        assert list(bucket.objects.all()) == []


@pytest.mark.django_db
def test_a_photo_is_sent_as_webp_to_whoever_reads_its_listing(client):
    photo = shown(ListingFactory())
    answer = client.get(photo.url(400))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer["Cache-Control"] == "private, max-age=3600"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer)[8:12] == b"WEBP"
    answer.close()


@pytest.mark.django_db
def test_a_width_or_a_photo_that_does_not_exist_is_not_found(client):
    photo = shown(ListingFactory())
    assert client.get(photo.url(1600)).status_code == 404
    assert client.get(PhotoFactory().url(400)).status_code == 404
    default_storage.delete(photo.file_name(400))
    assert client.get(photo.url(400)).status_code == 404


@pytest.mark.django_db
def test_the_photo_of_a_need_is_for_members(client, resident):
    photo = shown(ListingFactory(need=True))
    assert client.get(photo.url(400)).status_code == 404
    client.force_login(resident)
    assert client.get(photo.url(400)).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["hidden", "expired", "withdrawn", "pending"])
def test_the_photo_of_a_listing_that_is_not_live_is_seen_by_its_author(client, status):
    photo = shown(ListingFactory(status=status))
    moderator = UserFactory(is_superuser=True)
    answers = []
    for user in (UserFactory(), photo.owner, moderator):
        client.force_login(user)
        answers.append(client.get(photo.url(400)).status_code)
    assert answers == [404, 200, 200]


@pytest.mark.django_db
def test_an_upload_is_seen_by_its_owner_alone(client, resident):
    photo = upload(drawn(size=(400, 300)), resident)
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(photo.url(400)).status_code == 404
    client.force_login(resident)
    assert client.get(photo.url(400)).status_code == 200


@pytest.mark.django_db
def test_a_public_photo_costs_a_visitor_one_query(client, django_assert_num_queries):
    photo = shown(ListingFactory())
    with django_assert_num_queries(1):
        client.get(photo.url(400)).close()
