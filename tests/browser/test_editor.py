"""An editor writes a page from blocks, looks at it, publishes it, takes it down."""

import pytest
from django.contrib.auth.models import Group
from PIL import Image
from playwright.sync_api import expect

from cms.models import EditorialImage, InfoPage, SectionPage
from cms.site import EDITORS
from tests.factories import UserFactory
from tests.listings.pictures import UPLOADS

ADDRESS = "/infos/une-rubrique/ramassage-des-dechets/"
PAGE = """query ($path: String!) { page(path: $path) {
  title ... on InfoPage { picture { alt } body { blockType
    ... on HeadingBlock { text } ... on ParagraphBlock { text }
    ... on DocumentBlock { document { title } } } } } }"""
GUIDE = {"name": "guide.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}


@pytest.fixture
def section(running_site):
    shelf = SectionPage.objects.get(slug="infos")
    return shelf.add_child(instance=SectionPage(title="Une rubrique"))


@pytest.fixture
def page_in_api(running_site, client):
    """Return what a front end reads of the page."""

    def ask():
        body = {"query": PAGE, "variables": {"path": ADDRESS}}
        answer = client.post("/graphql/", body, "application/json")
        return answer.json()["data"]["page"]

    return ask


@pytest.fixture
def editor(desk, sign_in, section, settings):
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0  # a half-written page is an error in the log
    user = UserFactory()
    user.groups.add(Group.objects.get(name=EDITORS))
    sign_in(desk, user)
    desk.goto(f"/admin/pages/add/cms/infopage/{section.pk}/")
    return desk


def insert(page, block):
    """Add `block` after those the page has."""
    page.get_by_role("button", name="Insérer un bloc").last.click()
    page.get_by_role("option", name=block, exact=True).click()


def upload(page, chooser, title, file):
    """Send a new file in the dialogue that `chooser` opens."""
    page.get_by_role("button", name=chooser).last.click()
    dialog = page.locator(".modal-dialog")
    dialog.get_by_role("tab", name="Transférer").click()
    dialog.locator("input[type=file]").set_input_files(file)
    dialog.get_by_label("Titre").last.fill(title)
    for words in dialog.get_by_label("Texte de remplacement").all():
        words.fill(f"{title} rouge")
    dialog.get_by_role("button", name="Transférer").click()
    expect(dialog).to_have_count(0)


def said(page, words):
    expect(page.get_by_role("status").get_by_text(words)).to_be_visible()


def write(page):
    page.get_by_placeholder("Titre de la page").fill("Ramassage des déchets")
    page.locator("#id_introduction").fill("Les jours changent en décembre.")
    photo = UPLOADS / "01-exif-gps-orientation6.jpg"
    upload(page, "Choisir une image", "Un chariot", photo)
    insert(page, "titre")
    page.locator("[name=body-0-value-text]").fill("À Prémery")
    insert(page, "paragraphe")
    page.locator("[contenteditable=true]").last.fill("Le mardi, avant sept heures.")
    insert(page, "document à télécharger")
    upload(page, "Choisir un document", "Le guide", GUIDE)
    page.locator("[name=body-2-value-title]").fill("Le guide du tri")


def choose(page, action):
    """Use an action kept in the menu of the green button."""
    menu = page.locator("footer")
    menu.get_by_role("button", name="actions").click()
    menu.get_by_role("button", name=action, exact=True).click()


def test_an_editor_writes_previews_publishes_and_takes_down_a_page(
    editor, phone, client, page_in_api
):
    write(editor)
    editor.get_by_role("button", name="Enregistrer le brouillon").click()
    said(editor, "créée")
    assert (client.get(ADDRESS).status_code, page_in_api()) == (404, None)

    editor.get_by_role("button", name="prévisualisation").click()
    preview = editor.frame_locator("#w-preview-iframe, iframe[title]").first
    expect(preview.get_by_role("heading", name="À Prémery")).to_be_visible()

    choose(editor, "Publier")
    said(editor, "publiée")
    phone.goto("/infos/une-rubrique/")
    phone.get_by_role("link", name="Ramassage des déchets").click()
    expect(phone.get_by_text("Le mardi, avant sept heures.")).to_be_visible()
    expect(phone.get_by_role("link", name="Le guide du tri")).to_be_visible()
    assert page_in_api() == {
        "title": "Ramassage des déchets",
        "picture": {"alt": "Un chariot rouge"},
        "body": [
            {"blockType": "heading", "text": "À Prémery"},
            {"blockType": "paragraph", "text": "Le mardi, avant sept heures."},
            {"blockType": "document", "document": {"title": "Le guide"}},
        ],
    }
    with EditorialImage.objects.get().file.open() as file, Image.open(file) as picture:
        assert (picture.size, dict(picture.getexif())) == ((900, 1200), {})

    take_down(editor)
    assert (client.get(ADDRESS).status_code, page_in_api()) == (404, None)


def take_down(editor):
    page = InfoPage.objects.get(slug="ramassage-des-dechets")
    editor.goto(f"/admin/pages/{page.pk}/unpublish/")
    editor.get_by_role("button", name="dépublier").click()
    said(editor, "dépubliée")
