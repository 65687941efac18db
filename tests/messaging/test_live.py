"""What is new in a conversation, asked by the site's script."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from uuid6 import uuid7

from messaging.actions import block, delete_message, leave, mark_read, send
from messaging.actions.review import deliver
from messaging.models import Message
from tests.factories import ConversationFactory, MessageFactory, UserFactory
from tests.listings.pictures import awkward, drawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread():
    """Two messages, which both people have read."""
    thread = ConversationFactory()
    send(thread, thread.initiator, "Bonjour.")
    send(thread, thread.listing.author, "Bonjour à vous.")
    mark_read(thread, thread.initiator)
    return thread


@pytest.fixture
def reader(client, thread):
    client.force_login(thread.initiator)
    return thread.initiator


def ask(client, thread, after=None, seen=False, **headers):
    asked = {"apres": after.public_id} if after else {}
    address = reverse("messaging:news", args=[thread.public_id])
    return client.get(address, asked | ({"vu": 1} if seen else {}), headers=headers)


def bodies(answer):
    page = answer.content.decode()
    return re.findall(r'<div class="bubble"><p>(.*?)</p></div>', page)


def count(answer):
    return int(re.search(r'data-count="(\d+)"', answer.content.decode()).group(1))


def unread_by(user):
    return Message.objects.unread_by(user).count()


# --- What is told ---------------------------------------------------------------------


def test_what_followed_comes_after_the_known_message(client, thread, reader):
    known = thread.messages.last()
    send(thread, thread.listing.author, "Samedi ?")
    send(thread, thread.listing.author, "Ou dimanche ?")

    answer = ask(client, thread, known)

    assert answer.status_code == 200
    assert bodies(answer) == ["Bonjour à vous.", "Samedi ?", "Ou dimanche ?"]
    assert count(answer) == 2
    assert answer["Cache-Control"] == "private, no-cache"


def test_nothing_new_is_304_and_costs_one_query_of_its_own(
    client, thread, reader, django_assert_num_queries
):
    etag = ask(client, thread, thread.messages.last())["ETag"]

    with django_assert_num_queries(3):  # session, person, the look
        answer = ask(client, thread, seen=True, if_none_match=etag)

    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize("how_many", [1, 40])
def test_news_cost_the_same_whatever_their_number(
    client, thread, reader, django_assert_num_queries, how_many
):
    known = thread.messages.last()
    for number in range(how_many):
        MessageFactory(
            conversation=thread, author=thread.listing.author, body=f"{number}"
        )
        early = known.created_at - timedelta(seconds=1 + number)
        MessageFactory(conversation=thread, author=reader, held=True, created_at=early)

    with django_assert_num_queries(9):
        answer = ask(client, thread, known)

    assert answer.content.decode().count("data-message=") == 2 * how_many + 1


def earlier(answer):
    """The ids of the page before the known message, and what changed there."""
    page = answer.content.decode()
    ids, changed = re.search(
        r'<ul data-earlier="([^"]*)">(.*?)</ul>', page, re.S
    ).groups()
    return ids.split(), changed


@pytest.mark.parametrize("deleted", ["Bonjour.", "Bonjour à vous."])
def test_words_deleted_before_the_known_message_are_told(
    client, thread, reader, deleted
):
    first, known = thread.messages.all()
    etag = ask(client, thread, known)["ETag"]
    one = thread.messages.get(body=deleted)

    delete_message(one, one.author)
    answer = ask(client, thread, known, if_none_match=etag)

    assert answer.status_code == 200
    page = answer.content.decode()
    assert deleted not in page
    assert page.count("Message supprimé") == page.count("data-deleted") == 1
    assert earlier(answer)[0] == [str(first.public_id)]
    again = ask(client, thread, known, if_none_match=answer["ETag"])
    assert again.status_code == 304


def test_what_moderators_remove_or_refuse_is_told(client, thread, reader):
    mine = MessageFactory(conversation=thread, author=reader, held=True)
    theirs = send(thread, thread.listing.author, "Pas avant midi.")
    known = send(thread, thread.listing.author, "Alors ?")
    before = ask(client, thread, known)
    assert str(theirs.public_id) in earlier(before)[0]

    mine.refuse()
    refused = ask(client, thread, known, if_none_match=before["ETag"])
    theirs.refuse()
    removed = ask(client, thread, known, if_none_match=refused["ETag"])

    assert "Non remis" in earlier(refused)[1]
    assert removed.status_code == 200
    assert str(theirs.public_id) not in earlier(removed)[0]


def test_what_moderators_let_through_arrives_anew(client, thread, reader):
    mine = MessageFactory(conversation=thread, author=reader, held=True)
    known = send(thread, thread.listing.author, "Alors ?")
    etag = ask(client, thread, known)["ETag"]

    deliver(mine)
    answer = ask(client, thread, known, if_none_match=etag)

    assert bodies(answer) == ["Alors ?", mine.body]
    assert "data-state" in answer.content.decode()
    assert earlier(answer)[1] == ""


def test_everything_a_person_sees_changes_the_watermark(client, thread, reader):
    other = thread.listing.author
    elsewhere = ConversationFactory(listing__author=reader)
    steps = [
        lambda: send(thread, other, "Une chose de plus."),
        lambda: mark_read(thread, reader),
        lambda: send(thread, reader, "Merci."),
        lambda: mark_read(thread, other),
        lambda: send(elsewhere, elsewhere.initiator, "Bonjour."),
        lambda: thread.messages.last().refuse(),
    ]
    etags = [ask(client, thread)["ETag"]]
    for step in steps[:-1]:
        step()
        etags.append(ask(client, thread)["ETag"])

    assert len(set(etags)) == len(steps)


def test_what_is_held_is_no_news_for_the_other(client, thread, reader):
    known = thread.messages.last()
    before = ask(client, thread, known)["ETag"]
    MessageFactory(conversation=thread, author=thread.listing.author, held=True)

    assert ask(client, thread, known, if_none_match=before).status_code == 304


def test_more_than_a_page_is_told_page_by_page(client, thread, reader, settings):
    settings.THREAD_PAGE_SIZE = 3
    known = thread.messages.last()
    for number in range(4):
        send(thread, thread.listing.author, f"Message {number}")

    first = ask(client, thread, known)
    assert bodies(first) == ["Bonjour à vous.", "Message 0", "Message 1"]
    assert "ETag" not in first
    rest = ask(client, thread, thread.messages.get(body="Message 1"))
    assert bodies(rest) == ["Message 1", "Message 2", "Message 3"]
    assert rest["ETag"]


def test_whether_mine_was_read_is_told_with_it(client, thread, reader):
    mine = send(thread, reader, "Je viens.")
    assert "lu par" not in ask(client, thread, mine).content.decode()

    mark_read(thread, thread.listing.author)

    assert "Envoyé, lu par Martine" in ask(client, thread, mine).content.decode()


# --- Reading --------------------------------------------------------------------------


def test_only_a_tab_that_is_seen_marks_as_read(client, thread, reader):
    known = thread.messages.last()
    send(thread, thread.listing.author, "Samedi ?")

    assert count(ask(client, thread, known)) == 1
    assert unread_by(reader) == 1
    assert count(ask(client, thread, known, seen=True)) == 0
    assert unread_by(reader) == 0


def test_coming_back_to_the_tab_marks_as_read_what_it_shows(client, thread, reader):
    send(thread, thread.listing.author, "Samedi ?")
    etag = ask(client, thread)["ETag"]

    answer = ask(client, thread, thread.messages.last(), True, if_none_match=etag)

    assert (answer.status_code, count(answer)) == (200, 0)
    assert unread_by(reader) == 0


# --- Refusals -------------------------------------------------------------------------


def test_a_conversation_of_others_does_not_exist(client, thread):
    client.force_login(UserFactory(is_superuser=True))
    send(thread, thread.listing.author, "Samedi ?")

    assert ask(client, thread, seen=True).status_code == 404
    assert unread_by(thread.initiator) == 1


def test_a_conversation_that_was_left_does_not_exist(client, thread, reader):
    leave(thread, reader)
    assert ask(client, thread).status_code == 404


def test_who_signed_out_is_told_so(client, thread):
    assert ask(client, thread).status_code == 401
    assert say(client, thread, "Bonjour ?").status_code == 401
    assert Message.objects.count() == 2


@pytest.mark.parametrize("wrong", ["nonsense", "0"])
def test_a_message_that_cannot_be_is_not_found(client, thread, reader, wrong):
    address = reverse("messaging:news", args=[thread.public_id])
    assert client.get(address, {"apres": wrong}).status_code == 404


def test_without_a_known_message_the_newest_are_told(client, thread, reader):
    everything = ["Bonjour.", "Bonjour à vous."]
    assert bodies(ask(client, thread)) == everything
    stranger = MessageFactory()
    assert bodies(ask(client, thread, stranger)) == everything


# --- Sending --------------------------------------------------------------------------


def say(client, thread, body, key="cle", photos=(), after=None, **data):
    address = reverse("messaging:send_live", args=[thread.public_id])
    known = {"apres": after.public_id} if after else {}
    typed = {"body": body, "idempotency_key": key, "photos": list(photos)}
    return client.post(address, {**typed, **known, **data})


def test_a_message_is_sent_and_what_is_new_told(client, thread, reader):
    known = thread.messages.last()
    send(thread, thread.listing.author, "Samedi ?")

    answer = say(client, thread, "Oui.", photos=[drawn()], after=known)

    assert answer.status_code == 201
    assert bodies(answer) == ["Bonjour à vous.", "Samedi ?", "Oui."]
    assert thread.messages.last().photos.get().url(300) in answer.content.decode()
    assert unread_by(reader) == 0


def test_sending_again_under_the_same_key_stores_once(client, thread, reader):
    answers = [say(client, thread, "Oui.") for _try in range(3)]

    assert [answer.status_code for answer in answers] == [201] * 3
    assert thread.messages.filter(body="Oui.").count() == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "Écrivez votre message avant de l’envoyer."),
        ("x" * 2001, "Votre message est trop long"),
    ],
)
def test_a_mistake_comes_back_in_the_form_with_the_words(
    client, thread, reader, body, said
):
    answer = say(client, thread, body)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert body in page
    assert thread.messages.count() == 2


def test_a_refused_picture_leaves_words_and_other_pictures(client, thread, reader):
    answer = say(client, thread, "Voici.", photos=[drawn(), awkward("08-script.svg")])

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Voici." in page
    [kept] = reader.message_photos.all()
    assert f'name="photo" value="{kept.public_id}"' in page
    assert thread.messages.count() == 2
    assert say(client, thread, "Voici.", photo=str(kept.public_id)).status_code == 201
    assert list(thread.messages.last().photos.all()) == [kept]


def test_what_stands_against_sending_is_said(client, thread, reader):
    block(thread.listing.author, reader)

    answer = say(client, thread, "Toujours là ?")

    assert answer.status_code == 422
    assert "Toujours là ?" in answer.content.decode()
    assert thread.messages.count() == 2


def test_nobody_sends_into_a_conversation_of_others(client, thread):
    client.force_login(UserFactory())

    assert say(client, thread, "Bonjour.").status_code == 404
    assert thread.messages.count() == 2


def test_sending_needs_the_token_of_the_form(thread):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(thread.initiator)

    assert say(strict, thread, "Bonjour.", key=str(uuid7())).status_code == 403
    assert thread.messages.count() == 2


def test_the_page_sends_pictures_without_script(client, thread, reader):
    answer = client.post(
        thread.get_absolute_url(),
        {"body": "Voici.", "photos": [drawn(), drawn("blue")]},
    )

    assert answer.status_code == 302
    assert thread.messages.last().photos.count() == 2
    page = client.get(thread.get_absolute_url()).content.decode()
    assert page.count("/messages/photos/") >= 2
