"""What becomes of a picture that somebody sends."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, ImageDraw

from listings.photos.actions import arrange, upload
from listings.photos.models import Photo
from tests.factories import ListingFactory, PhotoFactory, UserFactory

from .pictures import UPLOADS, awkward, drawn, stored_bytes, stored_pictures

pytestmark = pytest.mark.django_db
LEFTOVERS = [b"EXIF", b"Exif", b"GPS", b"ICCP", b"XMP", b"<script", b"http"]


def swapped_profile():
    """Return sRGB with its red and its green exchanged."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return (
        profile.replace(b"rXYZ", b"tmp_")
        .replace(b"gXYZ", b"rXYZ")
        .replace(b"tmp_", b"gXYZ")
    )


SWAPPED = swapped_profile()


@pytest.mark.parametrize(
    ("name", "sizes", "mode"),
    [
        ("01-exif-gps-orientation6.jpg", [(400, 533), (800, 1067), (900, 1200)], "RGB"),
        ("02-cmyk.jpg", [(400, 300), (800, 600)], "RGB"),
        ("03-animated.gif", [(320, 240)], "RGB"),
        ("04-png-16bit-alpha.png", [(400, 300), (480, 360)], "RGBA"),
        ("10-photo.heic", [(400, 300), (800, 600), (960, 720)], "RGB"),
        ("11-photo.webp", [(400, 300), (800, 600), (960, 720)], "RGB"),
        ("13-png-named.jpg", [(400, 300), (480, 360)], "RGB"),
        ("14-jpeg-with-html-tail.jpg", [(400, 300), (480, 360)], "RGB"),
    ],
)
def test_a_photo_becomes_still_webp_files_without_a_word(resident, name, sizes, mode):
    photo = upload(awkward(name), resident)

    pictures = stored_pictures(photo)
    assert [picture.size for picture in pictures] == sizes
    assert {(one.format, one.mode, one.n_frames) for one in pictures} == {
        ("WEBP", mode, 1)
    }
    assert (photo.width, photo.height) == sizes[-1]
    assert [(width, photo.height_of(width)) for width in photo.widths] == sizes
    for content in stored_bytes(photo):
        assert [word for word in LEFTOVERS if word in content] == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("05-truncated.jpg", "photo_damaged"),
        ("06-bomb-25000x25000.png", "photo_too_many_pixels"),
        ("07-bomb-11000x11000.png", "photo_too_many_pixels"),
        ("08-script.svg", "photo_format"),
        ("09-html-named.jpg", "photo_format"),
        ("12-empty.jpg", "photo_empty"),
        ("15-panorama-9000x120.jpg", "photo_too_long"),
        ("16-one-pixel.png", "photo_too_small"),
    ],
)
def test_what_is_no_photo_is_refused_and_leaves_nothing(resident, name, code):
    with pytest.raises(ValidationError) as refusal:
        upload(awkward(name), resident)

    assert refusal.value.code == code
    assert not Photo.objects.exists()
    assert not default_storage.exists("photos")


def test_every_awkward_file_is_judged():
    assert len([path for path in UPLOADS.iterdir() if path.suffix != ".md"]) == 16


def test_a_text_named_jpg_is_refused(resident):
    file = SimpleUploadedFile("photo.jpg", b"Bonjour.", "image/jpeg")
    with pytest.raises(ValidationError) as refusal:
        upload(file, resident)
    assert refusal.value.code == "photo_format"


def test_a_heavy_file_is_refused_unread(resident):
    file = SimpleUploadedFile("photo.jpg", b"")
    file.size = 30_000_000
    with pytest.raises(ValidationError) as refusal:
        upload(file, resident)
    assert refusal.value.code == "photo_too_large"
    assert refusal.value.messages == [
        "Cette photo pèse trop lourd\u00a0: 12\u00a0Mo au plus."
    ]


def test_a_photo_taken_sideways_stands_up(resident):
    photo = upload(awkward("01-exif-gps-orientation6.jpg"), resident)

    with Image.open(UPLOADS / "01-exif-gps-orientation6.jpg") as sideways:
        turned = sideways.convert("RGB").transpose(Image.Transpose.ROTATE_270)
    widest = stored_pictures(photo)[-1]
    assert difference(widest, turned) < 12
    assert difference(widest.rotate(180), turned) > 12


def difference(one, other):
    """Return how far two pictures are, per pixel, seen from afar."""
    far = [list(each.resize((9, 12)).convert("L").tobytes()) for each in (one, other)]
    return sum(abs(a - b) for a, b in zip(*far, strict=True)) / (9 * 12)


def test_printing_colours_become_those_of_screens(resident):
    photo = upload(awkward("02-cmyk.jpg"), resident)

    with Image.open(UPLOADS / "02-cmyk.jpg") as printed:
        expected = printed.convert("RGB")
    assert difference(stored_pictures(photo)[-1], expected) < 12
    reds = stored_pictures(photo)[-1].getcolors(800 * 600)
    assert any(
        red > 150 and green < 90 and blue < 90 for _n, (red, green, blue) in reds
    )


@pytest.mark.parametrize("profile", [SWAPPED, b"not a profile"])
def test_a_colour_profile_is_applied_or_ignored_and_dropped(resident, profile):
    photo = upload(drawn((200, 30, 30), icc_profile=profile), resident)

    expected = (30, 200, 30) if profile == SWAPPED else (200, 30, 30)
    assert stored_pictures(photo)[0].getpixel((9, 9)) == pytest.approx(expected, abs=9)


def test_sixteen_bits_of_grey_are_not_clipped(resident):
    output = BytesIO()
    Image.new("I;16", (300, 200), 128 * 256).save(output, "PNG")
    photo = upload(SimpleUploadedFile("gris.png", output.getvalue()), resident)
    red, green, blue = stored_pictures(photo)[0].getpixel((9, 9))
    assert (red, green, blue) == pytest.approx((128, 128, 128), abs=3)


def test_a_large_photo_is_kept_1600_pixels_wide(resident):
    photo = upload(drawn(size=(6000, 4000), name="g.jpg", kind="JPEG"), resident)
    assert [one.size for one in stored_pictures(photo)] == [
        (400, 267),
        (800, 534),
        (1600, 1067),
    ]


def test_transparency_is_kept(resident):
    output = BytesIO()
    picture = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((0, 0, 150, 200), fill="red")
    picture.quantize().save(output, "PNG")
    photo = upload(SimpleUploadedFile("trou.png", output.getvalue()), resident)
    stored = stored_pictures(photo)[0]
    assert (stored.getpixel((9, 9))[3], stored.getpixel((290, 9))[3]) == (255, 0)


@pytest.mark.parametrize("name", ["../../évasion.jpg", "Mon été à Nevers.jpg", "a.svg"])
def test_nothing_of_the_senders_name_is_kept(resident, name):
    file = drawn(name=name)
    file.content_type = "image/svg+xml"
    photo = upload(file, resident)

    assert photo.widths == [300]
    folder, random, file_name = photo.file_name(300).split("/")
    assert (folder, len(random), file_name) == ("photos", 32, "300.webp")
    assert photo.public_id.hex != random


def test_the_same_file_sent_again_is_the_same_photo(resident):
    first = upload(drawn(), resident, alt="Un carré")
    again = upload(drawn(), resident)
    other = upload(drawn(), UserFactory())
    assert (again, again.alt) == (first, "Un carré")
    assert other != first


def test_a_person_keeps_thirty_waiting_photos_at_most(resident, settings):
    settings.LISTING_PHOTOS_WAITING_MAX = 1
    upload(drawn("red"), resident)
    with pytest.raises(ValidationError) as refusal:
        upload(drawn("blue"), resident)
    assert refusal.value.code == "photos_waiting"
    assert Photo.objects.count() == 1


def test_the_photos_of_a_listing_are_those_given_in_that_order():
    listing = ListingFactory()
    one, two, three = PhotoFactory.create_batch(3, owner=listing.author)
    arrange(listing, [one, two])
    arrange(listing, [three, one])
    assert list(listing.photos.all()) == [three, one]
    assert not Photo.objects.filter(pk=two.pk).exists()


def test_a_photo_of_another_listing_stays_there():
    listing, other = ListingFactory(), ListingFactory()
    mine = PhotoFactory(owner=listing.author)
    theirs = PhotoFactory(listing=other)
    arrange(listing, [mine])
    with pytest.raises(ValidationError) as refusal:
        arrange(listing, [theirs])
    assert refusal.value.error_dict["photos"][0].code == "photo_unknown"
    assert list(listing.photos.all()) == [mine]
    assert list(other.photos.all()) == [theirs]


def test_a_listing_takes_six_photos_and_not_seven():
    listing = ListingFactory()
    seven = PhotoFactory.create_batch(7, owner=listing.author)
    arrange(listing, seven[:6])
    with pytest.raises(ValidationError) as refusal:
        arrange(listing, seven)
    assert refusal.value.error_dict["photos"][0].code == "photos_too_many"
    assert listing.photos.count() == 6


def test_a_photo_without_words_says_the_title_of_its_listing():
    listing = ListingFactory(title="Un vélo")
    assert PhotoFactory(listing=listing).alt_text == "Un vélo"
    assert PhotoFactory(alt="Un vélo vert").alt_text == "Un vélo vert"
    assert PhotoFactory().alt_text == ""


def test_addresses_for_pages():
    photo = PhotoFactory(widths=[400, 640], width=640, height=480)
    base = f"/photos/{photo.public_id}"
    assert photo.src == f"{base}/640.webp"
    assert photo.srcset == f"{base}/400.webp 400w, {base}/640.webp 640w"
