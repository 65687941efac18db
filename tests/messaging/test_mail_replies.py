"""What becomes of a mail that answers: a message, or a notice to its participant."""

from datetime import timedelta
from functools import partial

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from messaging.mail_in.addresses import bounce_address, reply_address
from messaging.mail_in.receiving import forget_received, judge, receive
from messaging.models import InboundMail, Message
from tests.factories import BlockFactory, ConversationFactory, MessageFactory
from tests.letters import letter, with_attachment
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
PHOTO = b"\xff\xd8\xff" + bytes(30_000)


@pytest.fixture(autouse=True)
def reply_domain(settings):
    settings.REPLY_DOMAIN = "reponse.example.org"
    settings.NOTIFY_QUIET_SECONDS = 0


@pytest.fixture
def side():
    """The side of who asked, in a conversation about a lawn."""
    thread = ConversationFactory(initiator__email="karim@example.org")
    return thread.participants.get(user=thread.initiator)


def take(side, raw, sender="karim@example.org"):
    return str(receive(raw, sender, reply_address(side)))


def bodies():
    return list(Message.objects.values_list("body", flat=True))


def notices(to="karim@example.org"):
    """Send what waits in the queue; return the words of the mails to `to`."""
    call_command("work", once=True, verbosity=0)
    return [sent.body for sent in mail.outbox if sent.recipients() == [to]]


def outcomes():
    return list(InboundMail.objects.values_list("outcome", flat=True))


def test_an_answer_by_mail_becomes_a_message(side):
    quoted = "Oui !\n\nLe 3 mars 2025 à 10:12, Martine L. a écrit :\n> Samedi ?\n"

    assert take(side, letter("Karim <Karim@Example.org>", quoted)) == "250 2.0.0 OK"

    message = Message.objects.get()
    assert (message.body, message.source, message.author) == (
        "Oui !",
        "email",
        side.user,
    )
    assert message.conversation == side.conversation
    owner = side.conversation.listing.author
    (told,) = notices(owner.email)
    assert "Oui !" in told
    assert notices() == []
    assert outcomes() == ["sent"]


def test_the_same_mail_twice_is_one_message(side):
    raw = letter("karim@example.org")

    assert take(side, raw) == take(side, raw) == "250 2.0.0 OK"

    assert bodies() == ["Oui, samedi."]


@pytest.mark.parametrize("how_many", [2, 10])
def test_the_same_mail_at_once_is_one_message(side, how_many):
    answers = at_once([partial(take, side, letter("karim@example.org"))] * how_many)

    assert answers == ["250 2.0.0 OK"] * how_many
    assert bodies() == ["Oui, samedi."]
    assert InboundMail.objects.count() == 1


def test_two_mails_are_two_messages_whatever_they_say(side):
    take(side, letter("karim@example.org", message_id="<1@example.org>"))
    take(side, letter("karim@example.org", message_id="<2@example.org>"))

    assert bodies() == ["Oui, samedi.", "Oui, samedi."]


def test_without_an_id_the_bytes_tell_mails_apart(side):
    raw = letter("karim@example.org").replace(b"Message-ID: <1@example.org>\n", b"")

    take(side, raw)
    take(side, raw)
    take(side, raw.replace(b"samedi", b"dimanche"))

    assert bodies() == ["Oui, samedi.", "Oui, dimanche."]


def test_nobody_makes_the_mail_of_another_look_like_a_copy(side):
    take(side, letter("pirate@example.com"), "pirate@example.com")
    take(side, letter("karim@example.org"))

    assert bodies() == ["Oui, samedi."]


@pytest.mark.parametrize(
    ("author", "sender"),
    [
        ("pirate@example.com", "pirate@example.com"),
        ("karim@example.org", "pirate@example.com"),
        ("karim@example.org, pirate@example.com", "karim@example.org"),
        ("karim@example.org <pirate@example.com>", "pirate@example.com"),
        ("karim", "karim@example.org"),
    ],
)
def test_a_mail_from_elsewhere_is_given_back_to_the_known_address(side, author, sender):
    assert take(side, letter(author, "Envoyez 50 €."), sender) == "250 2.0.0 OK"

    assert bodies() == []
    (told,) = notices()
    assert "> Envoyez 50 €." in told
    assert f"/messages/{side.conversation.public_id}/" in told
    assert outcomes() == ["other_sender"]


def test_two_senders_in_two_headers_are_nobody(side):
    raw = b"From: pirate@example.com\n" + letter("karim@example.org")

    take(side, raw)

    assert bodies() == []
    assert outcomes() == ["other_sender"]


def test_another_confirmed_address_of_the_same_person_may_answer(side):
    side.user.emailaddress_set.create(email="k@example.com", verified=True)
    side.user.emailaddress_set.create(email="z@example.com", verified=False)

    take(side, letter("k@example.com"), "<bounces@mx2.example.com>")
    take(side, letter("z@example.com"), "z@example.com")

    assert bodies() == ["Oui, samedi."]


def test_the_notice_answers_nobody_and_comes_back_to_the_bounces(side):
    take(side, letter("pirate@example.com"), "pirate@example.com")
    call_command("work", once=True, verbosity=0)

    (sent,) = mail.outbox
    headers = sent.message()
    assert sent.from_email == bounce_address(side.user)
    assert headers["From"] == "Nièvre Solutions Solidaires <ne-pas-repondre@localhost>"
    assert headers["Auto-Submitted"] == "auto-replied"
    assert headers["X-Loop"] == "reponse.example.org"


def test_after_five_notices_in_an_hour_the_sender_is_told_by_their_server(side):
    def forged(number):
        raw = letter("pirate@example.com", message_id=f"<{number}@example.com>")
        return take(side, raw, "pirate@example.com")

    answers = [forged(number) for number in range(6)]

    assert answers[:5] == ["250 2.0.0 OK"] * 5
    assert answers[5] == (
        "550 5.7.1 Votre message n'a pas ete envoye. Repondez sur le site."
    )
    assert len(notices()) == 5
    assert take(side, letter("karim@example.org")) == "250 2.0.0 OK"
    assert bodies() == ["Oui, samedi."]


def test_who_cannot_be_mailed_is_not_and_the_sender_is_told(side):
    User.objects.update(mail_bounced_at=timezone.now())

    answer = take(side, letter("pirate@example.com"), "pirate@example.com")

    assert answer.startswith("550 5.7.1 ")
    assert notices() == []
    assert outcomes() == []


@pytest.mark.parametrize(
    ("refusal", "outcome", "words"),
    [
        ("blocked", "correspondent_left", "n’est plus joignable"),
        ("blocking", "blocked_by_you", "Vous avez bloqué"),
        ("closed", "correspondent_left", "n’est plus joignable"),
        ("limit", "too_many_messages", "beaucoup écrit"),
    ],
)
def test_a_refusal_comes_back_with_the_text(side, settings, refusal, outcome, words):
    owner = side.conversation.listing.author
    if refusal == "blocked":
        BlockFactory(blocker=owner, blocked=side.user)
    elif refusal == "blocking":
        BlockFactory(blocker=side.user, blocked=owner)
    elif refusal == "closed":
        User.objects.filter(pk=owner.pk).update(is_active=False)
    else:
        settings.MESSAGING_LIMITS = {
            **settings.MESSAGING_LIMITS,
            "messages_per_hour": 1,
        }
        other = ConversationFactory(initiator=side.user)
        MessageFactory(conversation=other, body="Un")

    assert take(side, letter("karim@example.org")) == "250 2.0.0 OK"

    assert "Oui, samedi." not in bodies()
    (told,) = notices()
    assert words in told
    assert "> Oui, samedi." in told
    assert outcomes() == [outcome]
    assert notices(owner.email) == []


def test_a_text_too_long_for_a_message_comes_back_whole(side):
    text = "\n".join(f"{number} lignes de plus." for number in range(200))

    take(side, letter("karim@example.org", text))

    assert bodies() == []
    (told,) = notices()
    assert "trop long" in told
    assert "> 199 lignes de plus." in told
    assert outcomes() == ["max_length"]


def test_a_mail_that_only_quotes_comes_back(side):
    quoted = "Le 3 mars 2025 à 10:12, Martine L. a écrit :\n> Samedi ?\n"

    take(side, letter("karim@example.org", quoted))

    assert bodies() == []
    assert "> > Samedi ?" in notices()[0]
    assert outcomes() == ["no_words"]


def test_a_mail_of_pictures_only_is_not_sent(side):
    raw = with_attachment(letter("karim@example.org", ""), "image/jpeg", PHOTO, "a.jpg")

    take(side, raw)

    assert bodies() == []
    assert "Il ne contient que des photos" in notices()[0]
    assert outcomes() == ["no_words"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("image/jpeg", "haie.jpg"),
        ("application/octet-stream", "haie.heic"),
        ("application/pdf", "plan.pdf"),
    ],
)
def test_words_are_sent_without_what_was_attached_and_this_is_said(side, kind, name):
    raw = with_attachment(letter("karim@example.org"), kind, PHOTO, name)

    take(side, raw)

    assert bodies() == ["Oui, samedi."]
    assert "sans ce que vous y aviez joint" in notices()[0]
    assert outcomes() == ["without_attachments"]


@pytest.mark.parametrize(
    ("kind", "content", "name"),
    [
        ("image/png", b"\x89PNG" + bytes(3_000), "logo.png"),
        ("application/pkcs7-signature", bytes(4_000), "smime.p7s"),
        ("text/vcard", b"BEGIN:VCARD", "karim.vcf"),
    ],
)
def test_what_a_program_attaches_is_not_worth_a_mail(side, kind, content, name):
    take(side, with_attachment(letter("karim@example.org"), kind, content, name))

    assert bodies() == ["Oui, samedi."]
    assert notices() == []


def test_who_writes_while_a_message_is_held_is_told(side):
    MessageFactory(conversation=side.conversation, held=True, body="Un")

    take(side, letter("karim@example.org"))

    assert bodies() == ["Un", "Oui, samedi."]
    assert "Il sera relu" in notices()[0]
    assert notices(side.conversation.listing.author.email) == []
    assert outcomes() == ["waiting"]


def test_a_suspended_account_sends_nothing(side):
    User.objects.filter(pk=side.user.pk).update(is_active=False)

    assert take(side, letter("karim@example.org")).startswith("550 5.7.1 ")

    assert bodies() == []
    assert notices() == []


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ("mx.example.org; dmarc=fail header.from=example.org", "550 5.7.1"),
        ("MX.example.org 1;\n spf=pass;\n dmarc=fail", "550 5.7.1"),
        ("mx.example.org; dmarc=pass", "250 2.0.0"),
        ("ailleurs.example; dmarc=fail", "250 2.0.0"),
    ],
)
def test_a_failed_authentication_counts_when_the_trusted_server_says_so(
    side, settings, results, expected
):
    settings.MAIL_TRUSTED_AUTHSERV_ID = "mx.example.org"
    raw = f"Authentication-Results: {results}\n".encode() + letter("karim@example.org")

    assert take(side, raw)[:9] == expected

    assert bodies() == ([] if expected.startswith("550") else ["Oui, samedi."])


def test_authentication_is_not_read_unless_a_server_is_trusted(side):
    raw = b"Authentication-Results: mx.example.org; dmarc=fail\n"

    assert take(side, raw + letter("karim@example.org")) == "250 2.0.0 OK"

    assert bodies() == ["Oui, samedi."]


def test_a_wrong_address_is_refused_in_words_every_server_passes_on(side, time_machine):
    address = reply_address(side)

    assert str(judge(address)) == "250 2.0.0 OK"
    assert str(judge("reponse+abc@reponse.example.org")) == (
        "550 5.1.1 Cette adresse n'existe pas. Repondez sur le site."
    )
    time_machine.move_to(timezone.now() + timedelta(days=91))
    assert str(judge(address)) == (
        "550 5.1.1 Cette adresse de reponse n'est plus valable. Repondez sur le site."
    )


def test_what_recognises_copies_is_forgotten_after_a_month(side, time_machine):
    take(side, letter("karim@example.org"))

    time_machine.move_to(timezone.now() + timedelta(days=29))
    forget_received()
    assert InboundMail.objects.count() == 1
    time_machine.move_to(timezone.now() + timedelta(days=2))
    forget_received()
    assert not InboundMail.objects.exists()
    assert bodies() == ["Oui, samedi."]
