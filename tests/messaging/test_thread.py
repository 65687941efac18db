"""What a conversation shows and lets one do, without JavaScript."""

import re
from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from listings.models import Listing
from messaging.actions import block, send
from messaging.links import signed, with_inert_links
from messaging.models import Block, Conversation, Message, Participant
from moderation.screening import advice_on
from tests.factories import ConversationFactory, MessageFactory, exchange

pytestmark = pytest.mark.django_db


def choose(client, thread, choice, method="post"):
    address = reverse("messaging:choose", args=[thread.public_id, choice])
    return getattr(client, method)(address)


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_a_thread_costs_the_same_at_one_and_at_five_hundred(client):
    thread = ConversationFactory()
    client.force_login(thread.initiator)
    counts = []
    for more in (1, 499):
        exchange(thread, more)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(thread.get_absolute_url())
        counts.append(len(queries))

    assert len(page.context["thread"]) == 50
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("choice", "field", "value"),
    [
        ("sourdine", "muted", True),
        ("bruit", "muted", False),
        ("archiver", "archived", True),
        ("desarchiver", "archived", False),
    ],
)
def test_a_choice_is_of_ones_own_side_only(client, choice, field, value):
    thread = ConversationFactory()
    Participant.objects.update(**{field: not value})
    client.force_login(thread.initiator)

    answer = choose(client, thread, choice)

    assert answer.status_code == 302
    mine, theirs = (
        getattr(Participant.objects.get(user=user), field)
        for user in (thread.initiator, thread.listing.author)
    )
    assert (mine, theirs) == (value, not value)


@pytest.mark.parametrize("choice", ["quitter", "bloquer", "conclure"])
def test_what_has_no_way_back_is_asked_first(client, choice):
    thread = ConversationFactory()
    owner = thread.listing.author
    client.force_login(owner)

    page = choose(client, thread, choice, "get")

    assert 'method="post"' in page.content.decode()
    assert not Block.objects.exists()
    assert Conversation.objects.of(owner).exists()
    assert Listing.objects.get().status == "published"
    assert choose(client, thread, choice).status_code == 302
    done = {
        "quitter": not Conversation.objects.of(owner).exists(),
        "bloquer": Block.objects.filter(blocker=owner).exists(),
        "conclure": Listing.objects.get().status == "fulfilled",
    }
    assert done.pop(choice)
    assert not any(done.values())


@pytest.mark.parametrize("choice", ["sourdine", "reserver", "debloquer"])
def test_reading_an_address_changes_nothing(client, choice):
    thread = ConversationFactory()
    client.force_login(thread.listing.author)

    assert choose(client, thread, choice, "get").status_code == 404
    assert not Participant.objects.filter(muted=True).exists()


@pytest.mark.parametrize("choice", ["sourdine", "bloquer", "quitter", "conclure"])
def test_the_choices_of_other_people_are_not_found(client, resident, choice):
    thread = ConversationFactory()
    client.force_login(resident)

    for method in ("get", "post"):
        assert choose(client, thread, choice, method).status_code == 404
    outcome = reverse("messaging:outcome", args=[thread.public_id])
    assert client.post(outcome, {"outcome": "done"}).status_code == 404
    assert not Block.objects.exists()
    assert not Participant.objects.exclude(outcome="").exists()


def test_an_unknown_choice_is_not_found(client):
    thread = ConversationFactory()
    client.force_login(thread.initiator)

    assert choose(client, thread, "supprimer").status_code == 404


def test_only_who_blocked_reads_that_there_is_a_block(client):
    thread = ConversationFactory()
    owner, writer = thread.listing.author, thread.initiator
    send(thread, writer, "Bonjour")
    block(owner, writer)
    address = thread.get_absolute_url()

    client.force_login(owner)
    mine = client.get(address).content.decode()
    client.force_login(writer)
    theirs = client.get(address).content.decode()
    kept = client.post(address, {"body": "Pourquoi ?"}).content.decode()

    assert "Vous avez bloqué cette personne." in mine
    assert "Débloquer cette personne" in mine
    assert "n’est plus joignable ici" in theirs
    assert "Vous avez bloqué" not in theirs
    assert "Débloquer" not in theirs
    assert "Pourquoi ?" in kept
    assert "<textarea" not in mine + theirs + kept
    assert Message.objects.count() == 1


def test_the_owner_settles_the_deal_from_the_thread(client):
    thread = ConversationFactory(initiator__first_name="Paul")
    owner = thread.listing.author
    client.force_login(owner)
    address = thread.get_absolute_url()
    assert "Réserver pour Paul" in client.get(address).content.decode()

    choose(client, thread, "reserver")
    assert "Réservé pour Paul." in client.get(address).content.decode()
    client.force_login(thread.initiator)
    assert "Réservé pour vous." in client.get(address).content.decode()
    client.force_login(owner)
    choose(client, thread, "liberer")
    assert Listing.objects.get().status == "published"
    choose(client, thread, "conclure")

    assert "Conclu entre vous deux." in client.get(address).content.decode()
    assert Listing.objects.get().fulfilled_with == thread.initiator
    again = choose(client, thread, "conclure")
    assert told(again)[-1].startswith("Cette annonce a changé entre-temps.")


def test_an_asker_cannot_decide_of_the_listing(client):
    thread = ConversationFactory()
    client.force_login(thread.initiator)
    page = client.get(thread.get_absolute_url()).content.decode()

    answer = choose(client, thread, "conclure")

    assert "Conclu avec" not in page
    assert told(answer) == ["Seule la personne qui a publié l’annonce peut en décider."]
    assert Listing.objects.get().status == "published"


@pytest.mark.parametrize(
    ("said", "stored", "answered"),
    [
        ({"outcome": "done"}, ("done", ""), "Merci, c’est noté."),
        (
            {"outcome": "not_done", "reason": "unsafe", "note": "Trop insistant."},
            ("not_done", "unsafe"),
            "Merci, c’est noté.",
        ),
        (
            {"outcome": "not_done"},
            ("", ""),
            "Dites pourquoi cela n’a pas pu se faire.",
        ),
        ({}, ("", ""), "Dites ce que cela a donné."),
    ],
)
def test_what_became_of_it_is_kept_for_oneself(client, said, stored, answered):
    thread = ConversationFactory()
    client.force_login(thread.initiator)
    address = reverse("messaging:outcome", args=[thread.public_id])

    answer = client.post(address, said)

    side = Participant.objects.get(user=thread.initiator)
    assert (side.outcome, side.outcome_reason) == stored
    assert told(answer) == [answered]
    assert client.get(address).status_code == 405


def test_held_and_refused_words_are_told_to_their_author_only(client):
    thread = ConversationFactory()
    MessageFactory(conversation=thread, body="Mot gardé", held=True)
    MessageFactory(conversation=thread, body="Mot refusé", state="refused")
    client.force_login(thread.initiator)
    mine = client.get(thread.get_absolute_url()).content.decode()
    client.force_login(thread.listing.author)
    theirs = client.get(thread.get_absolute_url()).content.decode()

    assert "la modération le relit avant de le remettre" in mine
    assert "la modération a refusé ce message" in mine
    assert "Mot gardé" not in theirs
    assert "Mot refusé" not in theirs


def test_a_hidden_message_is_no_place_to_page_from(client):
    held = MessageFactory(held=True)
    thread = held.conversation
    client.force_login(thread.listing.author)

    page = client.get(f"{thread.get_absolute_url()}?avant={held.public_id}")

    assert page.status_code == 404


def test_an_automatic_message_is_shown_as_such(client):
    thread = ConversationFactory()
    owner = thread.listing.author
    MessageFactory(conversation=thread, author=owner, source="site", body="Terminée.")
    client.force_login(thread.initiator)

    page = client.get(thread.get_absolute_url()).content.decode()

    assert "Message automatique" in page


# --- Links ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Voir https://exemple.fr/a?b=c&d=e.", "https://exemple.fr/a?b=c&d=e"),
        ("(www.exemple.fr)", "https://www.exemple.fr"),
        ("HTTP://exemple.fr", "HTTP://exemple.fr"),
        ("exemple.org", "https://exemple.org"),
    ],
)
def test_an_address_is_text_beside_a_page_that_asks(client, resident, text, target):
    client.force_login(resident)
    html = with_inert_links(text)

    (href,) = re.findall(r'href="([^"]+)"', html)
    page = client.get(unescape(href))

    assert href.startswith("/messages/lien/?vers=")
    assert page.context["target"] == target
    assert 'rel="noopener noreferrer nofollow ugc"' in page.content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "jean@exemple.fr",
        "<b>gras</b>",
        "15.50",
    ],
)
def test_what_is_no_web_address_stays_text(text):
    assert "href" not in with_inert_links(text)
    assert "<b>" not in with_inert_links(text)


def test_the_page_says_where_an_address_really_leads(client, resident):
    client.force_login(resident)
    address = reverse("messaging:link")

    trap = client.get(address, {"vers": signed("https://banque.fr@voleur.test/x")})
    letters = client.get(address, {"vers": signed("https://bаnque.fr/")})  # Cyrillic

    assert trap.context["host"] == "voleur.test"
    assert letters.context["host"] == "xn--bnque-4ve.fr"


@pytest.mark.parametrize("value", ["", "https://exemple.fr", signed("https://["), "é"])
def test_the_page_opens_nothing_that_nobody_wrote(client, resident, value):
    client.force_login(resident)

    answer = client.get(reverse("messaging:link"), {"vers": value})

    assert answer.status_code == 404


# --- Advice ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("Payez par MANDAT CASH avant samedi", ["money"]),
        ("Achetez une carte PCS ou un coupon de recharge", ["money"]),
        ("Il me faut votre RIB", ["money"]),
        ("Pouvez-vous m’avancer l’argent ?", ["money"]),
        ("Pouvez-vous me prêter de l’argent ?", ["money"]),
        ("Envoyez-moi le code reçu par SMS", ["codes"]),
        ("Quel est votre mot de passe ?", ["codes"]),
        ("Je peux passer chez vous demain", ["home"]),
        ("Venez chez moi, j’habite seule", ["home"]),
        ("Donnez-moi le code, et votre adresse", ["codes", "home"]),
        ("Le panier est à 15 € le samedi", []),
        ("Le code postal est 58700", []),
        ("On se retrouve devant la mairie ?", []),
        ("J’ai de l’avance sur le jardin", []),
        ("Un pot de miel et six œufs", []),
    ],
)
def test_advice_follows_what_the_words_are_about(text, subjects):
    assert [advice.rule for advice in advice_on([text])] == subjects


def test_an_advice_is_given_once_to_both_people(client):
    thread = ConversationFactory()
    send(thread, thread.initiator, "Par virement ?")
    send(thread, thread.listing.author, "Par virement, oui.")

    for person in (thread.initiator, thread.listing.author):
        client.force_login(person)
        page = client.get(thread.get_absolute_url()).content.decode()
        assert page.count("On parle d’argent ici.") == 1
