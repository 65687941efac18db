"""Private words are read with a ground only, and each look is written down."""

from datetime import timedelta

import pytest
from django.utils import timezone

from messaging.models import Message
from messaging.moderated import ModeratedMessage
from moderation.actions import Judgment, decide, open_case
from moderation.models import Action, Appeal, AuditEvent, Ground, Verb
from tests.factories import (
    ConversationFactory,
    MessageFactory,
    MessagePhotoFactory,
    UserFactory,
)

from .conftest import address, held_message, member_of, reported

pytestmark = pytest.mark.django_db


def looks():
    return list(AuditEvent.objects.values_list("verb", "ground").order_by("pk"))


def talk(how_many):
    """Return the messages of one conversation, an hour apart."""
    thread = ConversationFactory()
    start = timezone.now() - timedelta(days=1)
    return [
        MessageFactory(
            conversation=thread,
            body=f"Mot {number}",
            created_at=start + timedelta(hours=number),
        )
        for number in range(how_many)
    ]


def shown_words(page):
    text = page.content.decode()
    return [number for number in range(9) if f"Mot {number}" in text]


def test_without_notice_or_hold_a_thread_stays_shut(client, moderator):
    message = MessageFactory(body="Mot 1")
    case = open_case(ModeratedMessage(message))

    answer = client.get(address(case))

    assert answer.status_code == 403
    assert "Mot 1" not in answer.content.decode()
    sent = {"about": "item", "action": "remove", "facts": "Non."}
    assert client.post(address(case), sent).status_code == 403
    assert Message.objects.get().state == "delivered"
    assert looks() == [(Verb.READ_REFUSED, "ni signalement ni message retenu")] * 2


def test_each_look_is_written_down_with_its_ground(client, moderator):
    case = held_message()

    client.get(address(case))
    client.get(address(case))
    client.get("/admin/moderation/")

    assert looks() == [(Verb.READ_THREAD, "examen automatique")] * 2
    event = AuditEvent.objects.first()
    assert (event.actor, event.case) == (moderator, case)
    assert (event.target_kind, event.target_id) == ("message", case.target_id)


def test_a_held_message_is_shown_alone(client, moderator):
    _before, held, _after = talk(3)
    held.hold()
    case = held_message(conversation=held.conversation, body="Mot 7")

    assert shown_words(client.get(address(case))) == [7]


def test_a_notice_about_one_message_shows_it_alone(client, moderator):
    case = reported(talk(9)[4], ground=Ground.MEDICINES)

    assert shown_words(client.get(address(case))) == [4]


def test_a_notice_about_an_exchange_shows_three_on_each_side(client, moderator):
    messages = talk(9)
    case = reported(messages[4], ground=Ground.HARASSMENT)
    messages[5].hold()
    MessageFactory(body="Mot 0", author=messages[0].author)

    assert shown_words(client.get(address(case))) == [1, 2, 3, 4, 6, 7, 8]
    number = case.notices.get().number
    assert looks() == [(Verb.READ_THREAD, f"signalement {number}")]


def test_a_closed_case_is_shut_but_under_appeal(client, moderator):
    case = held_message()
    author = member_of("Modération")
    target = ModeratedMessage(Message.objects.get())
    decision = decide(target, Judgment(Action.REFUSE, "Arnaque."), author)

    assert client.get(address(case)).status_code == 403
    appeal = Appeal.objects.create(case=case, decision=decision, words="Mais non.")
    page = client.get(address(case))
    assert page.status_code == 200
    assert "mandat cash" in page.content.decode()
    appeal.answered_at = timezone.now()
    appeal.save()
    assert client.get(address(case)).status_code == 403
    assert [verb for verb, _ground in looks() if verb != Verb.DECIDED] == [
        Verb.READ_REFUSED,
        Verb.READ_THREAD,
        Verb.READ_REFUSED,
    ]


def test_pictures_of_private_words_follow_the_same_rule(client, moderator):
    case = held_message()
    photo = MessagePhotoFactory(message=Message.objects.get())
    stranger = MessagePhotoFactory()
    of = "/admin/moderation/{}/photos/{}/800/".format

    assert (
        of(case.public_id, photo.public_id)
        in client.get(address(case)).content.decode()
    )
    assert client.get(of(case.public_id, stranger.public_id)).status_code == 404
    free = open_case(ModeratedMessage(stranger.message))
    assert client.get(of(free.public_id, stranger.public_id)).status_code == 404
    client.force_login(UserFactory())
    assert client.get(of(case.public_id, photo.public_id)).status_code == 302


def test_no_other_page_of_the_admin_shows_messages(client, moderator):
    held_message(body="Mot 5")
    message = MessageFactory(body="Mot 6")

    for place in (
        "/admin/",
        "/admin/annonces/",
        "/admin/motifs/",
        "/admin/moderation/",
    ):
        assert shown_words(client.get(place)) == []
    page = client.get(f"/messages/{message.conversation.public_id}/")
    assert page.status_code == 404
    for place in ("/django-admin/", "/admin/snippets/messaging/message/"):
        assert client.get(place).status_code == 404
