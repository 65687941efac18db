"""Two people talk, each in their browser, without reloading a page."""

import json
import re

import pytest
from playwright.sync_api import expect

from messaging.actions import delete_message, send
from messaging.actions.review import deliver
from messaging.models import Message
from tests.factories import ConversationFactory, MessageFactory, UserFactory
from tests.listings.pictures import drawn

SENT = "Envoyé"


@pytest.fixture(autouse=True)
def impatient(settings):
    """Ask often: these tests wait for answers."""
    quick = {"fastest": 0.3, "slowest": 0.5, "hidden": 1, "forgotten": 60}
    settings.MESSAGING_LIVE = quick


@pytest.fixture
def talk(open_page, sign_in):
    """A conversation, open in the browsers of Paul, who asked, and of Renée."""
    paul = UserFactory(email="paul@example.org", first_name="Paul")
    renee = UserFactory(email="renee@example.org", first_name="Renée")
    thread = ConversationFactory(initiator=paul, listing__author=renee)
    send(thread, paul, "Bonjour Renée.")
    pages = []
    for person, width in ((paul, 1280), (renee, 360)):
        page = open_page(width)
        sign_in(page, person)
        page.goto(thread.get_absolute_url())
        pages.append(page)
    return thread, *pages


def area(page):
    return page.get_by_role("textbox", name="Votre message à")


def say(page, words):
    area(page).fill(words)
    page.get_by_role("button", name="Envoyer").click()


def message(page, words):
    return page.locator(".msg").filter(has_text=words)


def badge(page):
    return page.locator(".top .unread:visible")


def count_loads(page):
    loads = []
    page.on("load", lambda page: loads.append(page.url))
    return loads


def test_a_message_arrives_by_itself_and_lu_follows(talk):
    thread, paul, renee = talk
    loads = count_loads(paul) + count_loads(renee)
    expect(paul.get_by_text("Envoyé, lu par Renée")).to_be_visible()

    say(renee, "Bonjour Paul !")

    expect(message(renee, "Bonjour Paul !")).to_have_count(1)
    expect(area(renee)).to_have_value("")
    expect(area(renee)).to_be_focused()
    expect(message(paul, "Bonjour Paul !")).to_have_count(1)
    expect(message(renee, "Bonjour Paul !").get_by_text("lu par Paul")).to_be_visible()
    expect(paul.locator(".log .day")).to_have_count(1)
    expect(paul.locator("[data-state]")).to_have_count(0)
    assert loads == []
    assert thread.messages.count() == 2


def test_what_changes_among_shown_messages_changes_on_the_page(talk):
    thread, paul, renee = talk
    first = thread.messages.get()
    removed = send(thread, first.author, "Plutôt le soir.")
    waits = MessageFactory(conversation=thread, author=first.author, held=True)
    known = send(thread, thread.listing.author, "Alors samedi.")
    for page in (paul, renee):
        expect(message(page, known.body)).to_have_count(1)
    expect(message(renee, removed.body)).to_have_count(1)
    expect(message(paul, "la modération le relit")).to_have_count(1)

    delete_message(first, first.author)
    removed.refuse()
    deliver(waits)

    for page in (paul, renee):
        expect(message(page, "Message supprimé")).to_have_count(1)
        expect(message(page, "Bonjour Renée.")).to_have_count(0)
        expect(page.locator(".msg").last).to_contain_text(waits.body)
    expect(message(renee, removed.body)).to_have_count(0)
    expect(message(paul, "Non remis")).to_contain_text(removed.body)
    expect(message(paul, "la modération le relit")).to_have_count(0)


def test_two_messages_in_a_row_are_two(talk):
    thread, paul, renee = talk

    say(paul, "Une chose.")
    expect(message(paul, "Une chose.")).to_have_count(1)
    say(paul, "Et une autre.")

    expect(message(renee, "Et une autre.")).to_have_count(1)
    assert [one.body for one in thread.messages.all()][1:] == [
        "Une chose.",
        "Et une autre.",
    ]


def test_what_is_said_elsewhere_shows_in_title_and_badge(talk):
    thread, paul, _renee = talk
    title = paul.title()
    other = ConversationFactory(listing__author=thread.initiator)

    send(other, other.initiator, "Est-ce toujours libre ?")

    expect(paul).to_have_title(f"(1) {title}")
    expect(badge(paul)).to_contain_text("1")


def test_the_inbox_moves_a_row_up_and_keeps_the_rest(talk):
    thread, _paul, renee = talk
    others = ConversationFactory.create_batch(2, listing=thread.listing)
    for other in others:
        send(other, other.initiator, "Pelouse, samedi ?")
    renee.goto("/messages/?search=pelouse")
    loads = count_loads(renee)
    names = renee.locator(".talk-row")
    expect(names).to_have_count(3)
    first = renee.locator(f'.talk-row a[href*="{others[0].public_id}"]')
    first.focus()
    renee.get_by_label("Chercher dans mes messages").evaluate("e => e.value = 'brouil'")

    send(thread, thread.initiator, "Une pelouse de plus.")

    expect(names.nth(0)).to_contain_text("Une pelouse de plus.")
    expect(names.nth(0)).to_contain_text("1 non lu")
    expect(renee).to_have_title(re.compile(r"^\(3\) Mes messages"))
    expect(badge(renee)).to_contain_text("3")
    expect(first).to_be_focused()
    expect(renee.get_by_label("Chercher dans mes messages")).to_have_value("brouil")
    assert renee.url.endswith("/messages/?search=pelouse")
    assert loads == []


def test_a_draft_survives_a_reload_and_goes_once_sent(talk):
    _thread, paul, _renee = talk
    area(paul).fill("Je réfléchis encore")
    paul.reload()
    expect(area(paul)).to_have_value("Je réfléchis encore")

    paul.get_by_role("button", name="Envoyer").click()
    expect(message(paul, "Je réfléchis encore")).to_have_count(1)
    paul.reload()

    expect(area(paul)).to_have_value("")
    assert paul.evaluate("Object.keys(localStorage)") == []


def test_signing_out_leaves_no_draft(talk):
    _thread, paul, _renee = talk
    area(paul).fill("Entre nous")
    assert len(paul.evaluate("Object.keys(localStorage)")) == 1

    paul.goto("/compte/logout/")
    paul.get_by_role("main").get_by_role("button", name="Se déconnecter").click()
    paul.wait_for_url("/")

    assert paul.evaluate("Object.keys(localStorage)") == []


def test_without_network_the_message_waits_and_leaves_by_itself(talk, faults):
    thread, paul, renee = talk
    paul.context.set_offline(True)

    say(paul, "Depuis le fond du Morvan")

    expect(paul.get_by_text("Pas de réseau. Votre message partira")).to_be_visible()
    expect(area(paul)).to_have_value("Depuis le fond du Morvan")
    assert thread.messages.count() == 1
    paul.context.set_offline(False)
    expect(message(renee, "Depuis le fond du Morvan")).to_have_count(1)
    expect(paul.get_by_text("Pas de réseau.")).to_be_hidden()
    assert thread.messages.count() == 2
    assert {re.sub("ERR_.*", "ERR", one) for one in faults} <= {
        "console: Failed to load resource: net::ERR"
    }
    faults.clear()


def test_an_answer_that_was_lost_is_asked_for_again_under_the_same_key(talk, faults):
    thread, paul, _renee = talk
    lost = []

    def lose(route):
        if not lost:
            lost.append(route.fetch().status)
            return route.abort()
        return route.continue_()

    paul.route("**/envoyer/", lose)

    say(paul, "Je viens samedi.")

    expect(message(paul, "Je viens samedi.")).to_have_count(1)
    expect(area(paul)).to_have_value("")
    assert lost == [201]
    assert thread.messages.filter(body="Je viens samedi.").count() == 1
    faults.clear()


def test_a_mistake_is_said_without_a_page_load_and_words_stay(talk, faults):
    thread, paul, _renee = talk
    loads = count_loads(paul)
    say(paul, "x" * 2001)

    expect(paul.get_by_text("Votre message est trop long")).to_be_visible()
    expect(area(paul)).to_have_value("x" * 2001)
    expect(area(paul)).to_be_focused()
    say(paul, "Plus court.")
    expect(message(paul, "Plus court.")).to_have_count(1)
    expect(paul.get_by_text("Votre message est trop long")).to_have_count(0)
    assert loads == []
    assert thread.messages.count() == 2
    assert faults == [
        "console: Failed to load resource: the server responded with a status of 422"
        " (Unprocessable Entity)"
    ]
    faults.clear()


def test_who_was_signed_out_is_told_and_keeps_the_words(talk, faults):
    _thread, paul, _renee = talk
    paul.context.clear_cookies()

    say(paul, "Encore là ?")

    said = paul.locator("[data-say]:visible")
    expect(said).to_contain_text("Votre texte reste ici")
    expect(area(paul)).to_have_value("Encore là ?")
    assert Message.objects.count() == 1
    faults.clear()


def test_a_picture_is_seen_by_the_other_and_by_nobody_else(
    talk, open_page, sign_in, faults
):
    thread, paul, renee = talk
    paul.get_by_text("Joindre des photos").click()
    picture = drawn(size=(600, 400))
    paul.get_by_label("Choisir des photos").set_input_files(
        {"name": "haie.png", "mimeType": "image/png", "buffer": picture.read()}
    )

    say(paul, "Voici la haie.")

    seen = message(renee, "Voici la haie.").get_by_role("img")
    expect(seen).to_be_visible()
    expect(message(paul, "Voici la haie.").get_by_role("img")).to_be_visible()
    expect(seen).not_to_have_js_property("naturalWidth", 0)
    address = thread.messages.last().photos.get().url(400)
    third = open_page()
    sign_in(third, UserFactory())
    assert [page.request.get(address).status for page in (paul, renee, third)] == [
        200,
        200,
        404,
    ]


def test_the_page_works_without_script(open_page, sign_in):
    thread = ConversationFactory()
    page = open_page(360, java_script_enabled=False)
    sign_in(page, thread.initiator)
    page.goto(thread.get_absolute_url())
    page.get_by_text("Joindre des photos").click()
    picture = drawn(size=(600, 400))
    page.get_by_label("Choisir des photos").set_input_files(
        {"name": "haie.png", "mimeType": "image/png", "buffer": picture.read()}
    )

    say(page, "Voici la haie.")

    expect(message(page, "Voici la haie.").get_by_role("img")).to_be_visible()
    expect(page.get_by_text(SENT)).to_be_visible()


# --- Notifications --------------------------------------------------------------------


@pytest.fixture
def key(settings):
    settings.VAPID_PRIVATE_KEY = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"


def test_a_browser_that_refuses_is_told_what_remains(desk, sign_in, key):
    sign_in(desk, UserFactory())
    desk.goto("/messages/")

    desk.get_by_role("button", name="Me prévenir sur cet appareil").click()

    expect(
        desk.get_by_text("Votre navigateur refuse les notifications")
    ).to_be_visible()


SHOWN = """async () => {
  const registration = await navigator.serviceWorker.ready;
  const [first] = await registration.getNotifications();
  return first && [registration.scope, first.title, first.data];
}"""


def test_the_service_worker_shows_that_somebody_wrote(desk, sign_in, running_site):
    sign_in(desk, UserFactory())
    desk.context.grant_permissions(["notifications"])
    desk.goto("/messages/")
    protocol = desk.context.new_cdp_session(desk)
    found = []
    protocol.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(
            one["registrationId"] for one in event["registrations"]
        ),
    )
    protocol.send("ServiceWorker.enable")
    desk.evaluate(
        "navigator.serviceWorker.register('/messages/service-worker.js')"
        ".then(() => navigator.serviceWorker.ready)"
    )
    told = {"title": "Nouveau message", "body": "…", "url": "/messages/1/"}
    shown = None
    for _try in range(50):  # a worker that is only starting hears nothing
        protocol.send(
            "ServiceWorker.deliverPushMessage",
            {
                "origin": running_site.url,
                "registrationId": found[-1],
                "data": json.dumps(told),
            },
        )
        desk.wait_for_timeout(200)
        if shown := desk.evaluate(SHOWN):
            break

    assert shown == [
        f"{running_site.url}/messages/",
        "Nouveau message",
        "/messages/1/",
    ]
