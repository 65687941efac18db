"""Photos in the form of a listing, over plain HTTP."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from listings.models import Listing
from listings.photos.models import Photo
from tests.factories import ListingFactory, PhotoFactory, UserFactory

from .pictures import awkward, drawn

pytestmark = pytest.mark.django_db
PUBLISH = "/annonces/nouvelle/"


def need(**changes):
    return {
        "kind": "need",
        "category": "jardin-bois",
        "title": "Bois à fendre",
        "description": "Deux stères.",
        "commune": "Prémery",
        "price_kind": "free",
        **changes,
    }


@pytest.fixture
def author(client, resident):
    client.force_login(resident)
    return resident


def codes(page):
    errors = page.context["form"].errors.as_data().get("photos", [])
    return [error.code for error in errors]


def edit(client, listing, **changes):
    address = reverse("listings:edit", args=[listing.code])
    return client.post(address, {**need(kind=listing.kind), **changes})


def test_a_need_is_published_with_its_photos(client, author):
    files = [awkward("01-exif-gps-orientation6.jpg"), awkward("10-photo.heic")]
    page = client.post(PUBLISH, need(photos=files), follow=True)

    photos = list(Listing.objects.get().photos.all())
    assert [photo.width for photo in photos] == [900, 960]
    html = page.content.decode()
    for photo in photos:
        assert f'src="{photo.src}" srcset="{photo.srcset}"' in html
    assert 'alt="Bois à fendre" loading="eager"' in html


def test_the_form_takes_several_files_without_a_script(client, author):
    html = client.get(PUBLISH).content.decode()
    assert 'enctype="multipart/form-data"' in html
    assert '<input type="file" name="photos" multiple accept="image/jpeg,' in html
    assert html.count('name="photos"') == 1


def test_photos_survive_a_mistake_elsewhere(client, author):
    page = client.post(PUBLISH, need(title="", photos=[drawn("red"), drawn("blue")]))
    assert not Listing.objects.exists()
    rows = page.context["form"].photo_rows
    html = page.content.decode()
    for row in rows:
        assert f'name="photo" value="{row.id}"' in html
        assert f'src="{row.photo.src}"' in html

    first, second = (row.id for row in rows)
    typed = {f"photo-{first}-alt": "Le tas de bois", f"photo-{second}-remove": "on"}
    client.post(PUBLISH, need(photo=[first, second], **typed))

    photo = Photo.objects.get()
    assert (str(photo.public_id), photo.alt) == (first, "Le tas de bois")
    assert Listing.objects.get().cover == photo


def test_a_bad_file_is_named_and_the_good_one_is_kept(client, author):
    page = client.post(PUBLISH, need(photos=[awkward("08-script.svg"), drawn()]))

    assert codes(page) == ["photo_format"]
    html = page.content.decode()
    assert "«\u00a008-script.svg\u00a0»\u00a0: Ce fichier n’est pas une photo" in html
    assert 'aria-invalid="true"' in html
    assert "Deux stères." in html
    assert len(page.context["form"].photo_rows) == 1
    assert not Listing.objects.exists()


def test_the_seventh_photo_is_refused_and_six_are_kept(client, author):
    seven = [drawn((shade, 0, 0)) for shade in range(0, 210, 30)]
    page = client.post(PUBLISH, need(photos=seven))

    assert codes(page) == ["photos_too_many"]
    ids = [row.id for row in page.context["form"].photo_rows]
    assert len(ids) == 6
    client.post(PUBLISH, need(photo=ids))
    assert Listing.objects.get().photos.count() == 6


def test_the_same_photo_twice_is_shown_once(client, author):
    client.post(PUBLISH, need(photos=[drawn(), drawn()]))
    assert Listing.objects.get().photos.count() == 1


def test_thirty_megabytes_are_dropped_on_the_way_and_the_words_stay(client, author):
    huge = drawn()
    huge.file.seek(0)
    huge.file.write(b"\xff" * 30_000_000)
    huge.file.seek(0)
    page = client.post(PUBLISH, need(photos=[huge]))

    assert page.status_code == 200
    assert codes(page) == ["photo_too_large"]
    assert "Deux stères." in page.content.decode()
    assert not Listing.objects.exists()
    assert not Photo.objects.exists()


def test_of_a_surplus_file_only_its_name_is_kept(author):
    files = {"photos": [drawn(name=f"{n}.png") for n in range(8)]}
    request = RequestFactory().post("/", files)
    kept = request.FILES.getlist("photos")
    assert [len(file.read()) > 0 for file in kept] == [True] * 6 + [False] * 2
    assert [file.name for file in kept] == [f"{n}.png" for n in range(8)]
    assert kept[7].size == kept[0].size


def test_documents_of_editors_are_not_limited_like_photos(settings):
    settings.PHOTO_MAX_BYTES = 10
    request = RequestFactory().post("/", {"file": drawn()})
    assert len(request.FILES["file"].read()) == request.FILES["file"].size > 10


@pytest.mark.parametrize("owned", [True, False])
def test_the_photo_of_something_else_is_not_taken(client, author, owned):
    other = ListingFactory(author=author) if owned else ListingFactory()
    photo = PhotoFactory(listing=other)
    page = client.post(PUBLISH, need(photo=[str(photo.public_id)]))

    assert codes(page) == ["photo_unknown"]
    assert Listing.objects.get() == other
    assert other.cover == photo


@pytest.mark.parametrize("key", ["x", "", "\x00", "é" * 500])
def test_an_identifier_that_is_none_is_refused(client, author, key):
    page = client.post(PUBLISH, need(photo=[key]))
    assert codes(page) == ["photo_unknown"]


def test_the_author_removes_adds_and_moves_photos(client, author):
    listing = ListingFactory(author=author)
    one, two, three = (
        PhotoFactory(listing=listing, position=n, alt=str(n)) for n in range(3)
    )
    html = client.get(reverse("listings:edit", args=[listing.code])).content.decode()
    assert html.count('name="photo"') == 3
    edit(
        client,
        listing,
        photo=[str(photo.public_id) for photo in (one, two, three)],
        photos=[drawn()],
        **{
            f"photo-{one.public_id}-remove": "on",
            f"photo-{two.public_id}-position": "2",
            f"photo-{three.public_id}-position": "1",
            f"photo-{three.public_id}-alt": "La grange",
        },
    )
    shown = list(listing.photos.all())
    assert shown[:2] == [three, two]
    assert [photo.alt for photo in shown] == ["La grange", "1", ""]
    assert not Photo.objects.filter(pk=one.pk).exists()


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ({}, "abc"),
        ({"c": "1"}, "cab"),
        ({"a": "3"}, "bca"),
        ({"a": "2"}, "bac"),
        ({"b": "deux"}, "abc"),
        ({"a": "-1", "b": "²", "c": "99999"}, "abc"),
    ],
)
def test_ranks_are_read_as_people_mean_them(client, author, moves, expected):
    listing = ListingFactory(author=author)
    photos = {
        letter: PhotoFactory(listing=listing, position=n, alt=letter)
        for n, letter in enumerate("abc")
    }
    typed = {
        f"photo-{photos[letter].public_id}-position": rank
        for letter, rank in moves.items()
    }
    ids = [str(photo.public_id) for photo in photos.values()]
    edit(client, listing, photo=ids, **typed)
    assert "".join(photo.alt for photo in listing.photos.all()) == expected


def test_photos_that_a_form_does_not_name_are_kept(client, author):
    listing = ListingFactory(author=author)
    photo = PhotoFactory(listing=listing, alt="Le pré")
    edit(client, listing, title="Neuf")
    assert Listing.objects.get().title == "Neuf"
    assert [(one, one.alt) for one in listing.photos.all()] == [(photo, "Le pré")]


def test_words_too_long_for_a_photo_are_told_and_kept(client, author):
    listing = ListingFactory(author=author)
    photo = PhotoFactory(listing=listing, alt="Le pré")
    key, words = str(photo.public_id), "é" * 201
    page = edit(client, listing, photo=[key], **{f"photo-{key}-alt": words})
    assert codes(page) == ["max_length"]
    assert words in page.content.decode()
    assert Photo.objects.get().alt == "Le pré"


def test_the_photos_of_somebody_elses_listing_do_not_move(client, author):
    listing = ListingFactory(author=UserFactory())
    photo = PhotoFactory(listing=listing)
    answer = edit(client, listing, **{f"photo-{photo.public_id}-remove": "on"})
    assert answer.status_code == 404
    assert listing.cover == photo


@pytest.mark.parametrize("how_many", [1, 6])
def test_the_form_costs_the_same_whatever_its_photos(
    client, author, django_assert_num_queries, how_many
):
    listing = ListingFactory(author=author)
    for position in range(how_many):
        PhotoFactory(listing=listing, position=position)
    with django_assert_num_queries(9):
        client.get(reverse("listings:edit", args=[listing.code]))


@pytest.mark.parametrize("how_many", [1, 15])
def test_covers_cost_one_query_whatever_the_list(
    client, django_assert_num_queries, how_many
):
    for _number in range(how_many):
        listing = ListingFactory()
        PhotoFactory(listing=listing, position=1, alt="Derrière")
        PhotoFactory(listing=listing, position=0, alt="Devant")
    with django_assert_num_queries(7):
        html = client.get(reverse("listings:list")).content.decode()
    assert html.count('alt="Devant"') == how_many
    assert "Derrière" not in html
