"""A neighbour finds a need near him, writes; she is told, answers."""

from playwright.sync_api import expect

from messaging.models import Message
from tests.factories import ListingFactory, UserFactory


def write(page, words):
    page.get_by_role("textbox", name="message").fill(words)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("listitem").filter(has_text=words)).to_be_visible()


def test_a_neighbour_answers_a_need_and_both_talk(
    phone, desk, running_site, sign_in, delivered, settings
):
    settings.NOTIFY_QUIET_SECONDS = 0  # the mail of a message waits for no other
    renee = UserFactory(email="renee@example.org", first_name="Renée")
    paul = UserFactory(email="paul@example.org", first_name="Paul", last_initial="B")
    ListingFactory(need=True, author=renee, title="Bois à fendre")
    ListingFactory(need=True, title="Garde de chats")

    sign_in(desk, paul)
    desk.goto("/je-propose-mon-aide/")
    desk.get_by_label("Mots").fill("fendre du bois")
    desk.get_by_label("Autour de").fill("Giry")
    desk.get_by_label("Jusqu’à").select_option("25")
    desk.get_by_role("button", name="Voir les annonces").click()
    expect(desk.get_by_role("link", name="Garde de chats")).to_have_count(0)
    desk.get_by_role("link", name="Bois à fendre").click()
    desk.get_by_role("link", name="Écrire").first.click()
    write(desk, "Je peux venir samedi.")

    [mail] = delivered()
    assert mail.to == ["renee@example.org"]
    assert "Paul B." in mail.subject
    assert "Je peux venir samedi." in mail.body
    thread = Message.objects.get().conversation.get_absolute_url()
    assert f"{running_site.url}{thread}" in mail.body
    assert "paul@example.org" not in mail.message().as_string()

    sign_in(phone, renee)
    phone.goto("/messages/")
    expect(phone.get_by_role("article").get_by_text("1 non lu")).to_be_visible()
    phone.get_by_role("main").get_by_role("link", name="Paul B.").click()
    expect(phone.get_by_text("Paul B.").first).to_be_visible()
    write(phone, "Avec plaisir, à samedi !")
    phone.goto("/messages/")
    expect(phone.get_by_role("main").get_by_text("non lu")).to_have_count(0)

    desk.goto("/messages/")
    expect(desk.get_by_role("article").get_by_text("1 non lu")).to_be_visible()
    assert [message.to for message in delivered()][-1] == ["paul@example.org"]


def test_a_double_click_sends_once(desk, sign_in):
    listing = ListingFactory(title="Bois à fendre")
    sign_in(desk, UserFactory())

    desk.goto(listing.get_absolute_url())
    desk.get_by_role("link", name="Écrire").first.click()
    desk.get_by_role("textbox", name="message").fill("Bonjour !")
    desk.get_by_role("button", name="Envoyer").dblclick()

    expect(desk.get_by_role("listitem").filter(has_text="Bonjour !")).to_have_count(1)
    assert Message.objects.count() == 1
