"""Mail as a server receives it, over a real connection."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from messaging.actions import send
from tests.factories import ConversationFactory

pytestmark = pytest.mark.django_db(transaction=True)


def work():
    call_command("work", once=True, verbosity=0)


def parts(message):
    return [
        message.get_body(preferencelist=[kind]).get_content()
        for kind in ("plain", "html")
    ]


def test_a_message_arrives_in_words_and_in_html_without_any_address(smtp):
    thread = ConversationFactory(initiator__first_name="Zoé <b>")
    writer, owner = thread.initiator, thread.listing.author
    smtp.start()

    send(thread, writer, "Bonjour,\n<script>je viens</script> & samedi 🥕")
    work()

    ((recipients, message, raw),) = smtp.handler.received
    text, html = parts(message)
    assert recipients == [owner.email]
    assert (
        message["Subject"].strip()
        == f"Zoé <b> L. vous écrit\u00a0: {thread.listing.title}"
    )
    assert message["From"].addresses[0].addr_spec == "ne-pas-repondre@localhost"
    assert message["Reply-To"] is None
    assert writer.email.encode() not in raw
    assert "<script>je viens</script> & samedi 🥕" in text
    assert "&lt;script&gt;je viens&lt;/script&gt; &amp; samedi 🥕" in html
    for part in (text, html):
        assert f"/messages/{thread.public_id}/" in part
        assert "je tonds votre pelouse" in part.lower()
    assert "Zoé <b> L." in text
    assert "Zoé &lt;b&gt; L." in html


def test_the_answer_hides_the_other_address_as_well(smtp):
    thread = ConversationFactory()
    writer, owner = thread.initiator, thread.listing.author
    smtp.start()

    send(thread, owner, "Venez quand vous voulez.")
    work()

    ((recipients, _message, raw),) = smtp.handler.received
    assert recipients == [writer.email]
    assert owner.email.encode() not in raw


def test_a_title_or_a_name_starts_no_header_of_its_own(smtp):
    thread = ConversationFactory(
        listing__title="Pelouse\r\nBcc: tous@example.org",
        initiator__first_name="Zoé\nX-Piege: 1",
    )
    smtp.start()

    send(thread, thread.initiator, "Bonjour")
    work()

    ((recipients, message, _raw),) = smtp.handler.received
    assert recipients == [thread.listing.author.email]
    assert message["Bcc"] is None
    assert message["X-Piege"] is None


def test_a_mail_waits_for_a_server_that_is_down_and_arrives_once(smtp):
    thread = ConversationFactory()
    send(thread, thread.initiator, "Bonjour")

    work()
    assert DBTaskResult.objects.get().status == "FAILED"
    smtp.start()
    work()
    assert smtp.handler.received == []  # not before its time
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))
    work()
    work()

    ((_recipients, message, _raw),) = smtp.handler.received
    assert message["Message-ID"]
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_a_message_sent_twice_under_one_key_is_one_mail(smtp):
    thread = ConversationFactory()
    smtp.start()
    send(thread, thread.initiator, "Bonjour", "k")
    send(thread, thread.initiator, "Bonjour", "k")

    work()

    assert len(smtp.handler.received) == 1


def test_signing_up_is_confirmed_by_a_real_mail(client, smtp):
    smtp.start()
    client.post(
        reverse("account_signup"),
        {
            "email": "Jeanne@Example.org",
            "password1": "un-panier-de-poireaux",
            "first_name": "Jeanne",
            "commune": "Prémery",
            "birth_date": "14/05/1968",
            "charter": "on",
        },
    )

    work()

    ((recipients, message, _raw),) = smtp.handler.received
    assert recipients == ["jeanne@example.org"]
    text = message.get_body(preferencelist=["plain"]).get_content()
    (code,) = re.findall(r"^    (\d{3} \d{3})\s*$", text, re.MULTILINE)
    client.post(reverse("account_email_verification_sent"), {"code": code})
    assert User.objects.get().is_confirmed
