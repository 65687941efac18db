"""From a first word to « conclu », and a person who is kept away."""

from playwright.sync_api import expect

from listings.models import Listing
from messaging.actions import send
from messaging.models import Block, Message
from tests.factories import ConversationFactory, ListingFactory, UserFactory


def test_the_owner_settles_with_one_and_the_other_is_told(
    phone, desk, sign_in, delivered
):
    renee = UserFactory(first_name="Renée")
    paul = UserFactory(first_name="Paul", last_initial="B")
    jean = UserFactory(email="jean@example.org", first_name="Jean", last_initial="C")
    listing = ListingFactory(need=True, author=renee, title="Bois à fendre")
    for person in (paul, jean):
        thread = ConversationFactory(listing=listing, initiator=person)
        send(thread, person, f"Bonjour, c’est {person.first_name}.")

    sign_in(desk, renee)
    desk.goto("/messages/")
    desk.get_by_role("main").get_by_role("link", name="Paul B.").click()
    desk.get_by_role("button", name="Réserver pour Paul").click()
    expect(desk.get_by_text("Réservé pour Paul.")).to_be_visible()
    desk.get_by_role("link", name="Conclu avec Paul").click()
    expect(desk.get_by_role("heading", name="C’est conclu")).to_be_visible()
    desk.get_by_role("button", name="Oui, c’est conclu").click()
    expect(desk.get_by_text("Conclu entre vous deux.")).to_be_visible()
    ended = Listing.objects.get()
    assert (ended.status, ended.fulfilled_with) == ("fulfilled", paul)

    delivered()
    sign_in(phone, jean)
    phone.goto("/messages/")
    expect(phone.get_by_role("article").get_by_text("1 non lu")).to_be_visible()
    phone.get_by_role("main").get_by_role("link", name="Renée").click()
    expect(phone.get_by_text("Message automatique")).to_be_visible()
    expect(phone.get_by_text("Renée a trouvé une solution")).to_be_visible()
    phone.get_by_text("Cela n’a pas pu se faire").click()
    phone.get_by_label("Pourquoi").select_option("found_elsewhere")
    phone.get_by_role("button", name="Enregistrer").click()
    expect(phone.get_by_text("Merci, c’est noté.")).to_be_visible()
    expect(phone.get_by_text("Vous avez dit")).to_be_visible()


def test_a_person_who_is_blocked_reads_no_word_of_it(phone, desk, sign_in):
    renee = UserFactory(first_name="Renée")
    paul = UserFactory(first_name="Paul", last_initial="B")
    listing = ListingFactory(author=renee, title="Bois à fendre")
    another = ListingFactory(author=renee, title="Pommes à donner")
    thread = ConversationFactory(listing=listing, initiator=paul)
    send(thread, paul, "Voyez http://exemple.test/cadeau")

    sign_in(desk, renee)
    desk.goto(thread.get_absolute_url())
    desk.get_by_role("link", name="Ouvrir ce lien").click()
    expect(desk.get_by_text("exemple.test", exact=True)).to_be_visible()
    desk.goto(thread.get_absolute_url())
    desk.get_by_text("Gérer la conversation").click()
    desk.get_by_role("link", name="Bloquer cette personne").click()
    desk.get_by_role("button", name="Bloquer").click()
    expect(desk.get_by_text("ne peut plus vous écrire")).to_be_visible()
    assert Block.objects.filter(blocker=renee, blocked=paul).exists()

    sign_in(phone, paul)
    for address in (thread.get_absolute_url(), f"/messages/nouveau/{another.code}/"):
        phone.goto(address)
        expect(phone.get_by_text("n’est plus joignable ici")).to_be_visible()
        expect(phone.get_by_role("textbox", name="message")).to_have_count(0)
        expect(phone.get_by_role("main").get_by_text("bloqué")).to_have_count(0)
    assert Message.objects.count() == 1

    desk.get_by_text("Gérer la conversation").click()
    desk.get_by_role("button", name="Débloquer").click()
    expect(desk.get_by_role("textbox", name="message")).to_be_visible()
