from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from PIL import Image
from wagtail.images.forms import get_image_form
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
)

from cms.images import stripped
from cms.models import (
    EditorialDocument,
    EditorialImage,
    HomePage,
    InfoPage,
    SectionPage,
)
from cms.search import search_pages
from cms.site import ensure_site

UPLOADS = Path(__file__).parent.parent / "uploads"
BODY = [
    ("heading", {"level": "2", "text": "Où s’adresser"}),
    ("paragraph", "<p>À la <b>mairie</b>.</p>"),
    ("list", {"ordered": True, "items": ["<p>Appelez.</p>"]}),
    ("callout", {"tone": "info", "title": "Numéro vert", "text": "<p>0 800</p>"}),
    ("faq", {"items": [{"question": "Gratuit ?", "answer": "<p>Oui.</p>"}]}),
    ("table", {"header": ["Jour"], "rows": [["Lundi"]]}),
    ("cta", {"label": "Trouver de l’aide", "kind": "need", "category": "repas"}),
]

pytestmark = pytest.mark.django_db


def info_page(**changes):
    values = {"title": "Démarches", "slug": "demarches", "introduction": "Vos droits."}
    page = InfoPage(**{**values, "body": BODY, **changes})
    return SectionPage.objects.get(slug="infos").add_child(instance=page)


def uploaded(name):
    content = (UPLOADS / name).read_bytes()
    image = EditorialImage(title="Photo", file=ContentFile(content, name=name))
    image.save()
    return image


def image_form(name):
    file = SimpleUploadedFile(name, (UPLOADS / name).read_bytes())
    data = {"title": "Photo", "collection": Collection.get_first_root_node().pk}
    return get_image_form(EditorialImage)(data, {"file": file}, user=None)


def counts():
    models = [Page, Site, Group, GroupPagePermission, HomePage, SectionPage]
    return [model.objects.count() for model in models]


def test_the_home_page_is_served_at_the_root(client):
    assert client.get("/").status_code == 200


def test_a_section_lists_its_published_pages(client):
    info_page()
    info_page(title="Brouillon", slug="brouillon", live=False)
    html = client.get("/infos/").content.decode()
    assert "Démarches" in html
    assert "Brouillon" not in html


def test_a_published_page_is_served_with_its_blocks(client):
    info_page()
    html = client.get("/infos/demarches/").content.decode()
    assert '<h2 id="ou-sadresser">Où s’adresser</h2>' in html
    assert 'href="/j-ai-besoin-d-aide/?category=repas"' in html
    assert '<th scope="col">Jour</th>' in html
    assert "style=" not in html.partition("<article")[2].partition("</article>")[0]


def test_a_draft_is_not_found(client):
    info_page(live=False)
    assert client.get("/infos/demarches/").status_code == 404


def test_an_uploaded_picture_stands_upright_and_says_nothing_of_its_place():
    original = (UPLOADS / "01-exif-gps-orientation6.jpg").read_bytes()
    before = Image.open(BytesIO(original))
    image = uploaded("01-exif-gps-orientation6.jpg")
    image.refresh_from_db()
    with image.file.open() as stored:
        content = stored.read()
    after = Image.open(BytesIO(content))
    assert before.getexif()
    assert not after.getexif()
    assert b"Exif" not in content
    assert after.size == before.size[::-1] == (image.width, image.height)
    assert image.file_size == len(content)


def test_an_animation_keeps_its_frames():
    image = uploaded("03-animated.gif")
    with image.file.open() as stored:
        assert Image.open(stored).n_frames > 1


@pytest.mark.parametrize(
    "name",
    ["02-cmyk.jpg", "04-png-16bit-alpha.png", "11-photo.webp", "13-png-named.jpg"],
)
def test_ordinary_pictures_are_accepted(name):
    assert uploaded(name).pk


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("05-truncated.jpg", "invalid_image"),
        ("06-bomb-25000x25000.png", "file_too_many_pixels"),
        ("07-bomb-11000x11000.png", "file_too_many_pixels"),
        ("09-html-named.jpg", "invalid_image"),
        ("12-empty.jpg", "empty"),
    ],
)
def test_a_picture_that_cannot_be_published_is_refused(name, code, settings):
    settings.WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.forms.EditorialImageForm"
    form = image_form(name)
    assert not form.is_valid()
    assert list(form.errors) == ["file"]
    assert form.errors.as_data()["file"][0].code == code
    assert EditorialImage.objects.count() == 0


def test_the_form_of_editors_stores_a_stripped_picture(settings):
    settings.WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.forms.EditorialImageForm"
    form = image_form("01-exif-gps-orientation6.jpg")
    assert form.is_valid(), form.errors
    with form.save().file.open() as stored:
        assert b"Exif" not in stored.read()


def test_ensuring_the_site_twice_changes_nothing():
    before = counts()
    ensure_site()
    assert counts() == before
    assert not Page.objects.filter(title__startswith="Welcome").exists()


def test_editors_reach_the_admin_and_its_pages():
    editors = Group.objects.get(name="Rédaction")
    assert editors.permissions.filter(codename="access_admin").exists()
    assert GroupPagePermission.objects.filter(group=editors).count() == 3
    assert GroupCollectionPermission.objects.filter(group=editors).count() == 6
    moderators = Group.objects.get(name="Modération")
    assert moderators.permissions.filter(codename="access_admin").exists()


@pytest.mark.django_db(transaction=True)
def test_a_flushed_database_gets_its_site_back(client):
    call_command("flush", interactive=False, verbosity=0)
    assert client.get("/").status_code == 200
    assert info_page().get_url() == "/infos/demarches/"


@pytest.mark.parametrize("text", ["demarches", "Démarche", "MAIRIE", "numero vert"])
def test_pages_are_found_without_accents_or_endings(text):
    page = info_page()
    assert [found.pk for found in search_pages(text)] == [page.pk]


@pytest.mark.parametrize(
    "text", ["", '"', "\0", "le la", "piscine", "démarche piscine"]
)
def test_a_search_without_a_match_is_empty(text):
    info_page()
    assert list(search_pages(text)) == []


def test_a_draft_is_not_found_by_search():
    info_page(live=False)
    assert list(search_pages("démarches")) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [("05-truncated.jpg", "unreadable"), ("07-bomb-11000x11000.png", "too_large")],
)
def test_a_picture_is_checked_without_the_form_too(name, code):
    with pytest.raises(ValidationError) as refusal:
        stripped(ContentFile((UPLOADS / name).read_bytes(), name=name))
    assert refusal.value.code == code


def test_documents_pass_through_the_application_which_knows_private_ones(
    client, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    on_disk = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": on_disk}
    file = ContentFile(b"%PDF-1.4", name="guide.pdf")
    document = EditorialDocument.objects.create(title="Guide", file=file)
    opened = client.get(document.url)

    CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type="login"
    )
    closed = client.get(document.url)

    assert b"".join(opened.streaming_content) == b"%PDF-1.4"
    assert closed.status_code == 302
    assert closed["Location"].startswith("/compte/login/")
