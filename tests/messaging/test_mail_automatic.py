"""Mails that nobody wrote, and mails that only look so."""

import pytest

from messaging.mail_in.letters import read
from tests.letters import failure, letter

KARIM = "karim@example.org"


@pytest.fixture(autouse=True)
def reply_domain(settings):
    settings.REPLY_DOMAIN = "reponse.example.org"


def reason(raw, sender=KARIM):
    return read(raw, sender).automatic


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"auto_submitted": "auto-replied"}, "answer"),
        ({"auto_submitted": "auto-generated; type=vacation"}, "answer"),
        ({"precedence": "bulk"}, "answer"),
        ({"precedence": "Auto_Reply"}, "answer"),
        ({"x_autoreply": "yes"}, "answer"),
        ({"x_autorespond": "Re: bonjour"}, "answer"),
        ({"subject": "Réponse automatique : Martine L. vous écrit"}, "answer"),
        ({"subject": "Automatic reply: Martine L. vous écrit"}, "answer"),
        ({"subject": "Absence du bureau : Martine L."}, "answer"),
        ({"subject": "Absent(e) du bureau Re: Martine L."}, "answer"),
        ({"subject": "Message d’absence"}, "answer"),
        ({"subject": "Out of Office: Re: Martine"}, "answer"),
        ({"subject": "Undelivered Mail Returned to Sender"}, "answer"),
        ({"list_id": "<amis.lists.example.org>"}, "list"),
        ({"list_post": "<mailto:amis@lists.example.org>"}, "list"),
        ({"x_loop": "Reponse.example.org"}, "loop"),
    ],
)
def test_what_a_program_says_of_itself_is_believed(headers, expected):
    assert reason(letter(KARIM, **headers)) == expected


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("MAILER-DAEMON@mx.example.org", "answer"),
        ("postmaster@example.org", "answer"),
        ("no-reply@example.org", "answer"),
        ("reponse+abc@reponse.example.org", "loop"),
    ],
)
def test_nobody_writes_from_the_address_of_a_system(author, expected):
    assert reason(letter(author)) == expected


@pytest.mark.parametrize("sender", ["", "<>", "MAILER-DAEMON"])
def test_nobody_writes_without_an_address_to_come_back_to(sender):
    assert reason(letter(KARIM), sender) == "report"


def test_a_delivery_status_is_a_report():
    assert reason(failure("5.1.1")) == "report"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"auto_submitted": "no"},
        {"precedence": "normal"},
        {"subject": "Re: Réponse automatique : merci"},
        {"subject": "Re: Absence de lumière dans le garage"},
        {"subject": "Automatique ou manuelle, la boîte ?"},
        {"x_auto_response_suppress": "All"},
    ],
)
def test_what_a_person_wrote_is_not_taken_for_automatic(headers):
    assert reason(letter(KARIM, **headers)) == ""
    assert reason(letter(KARIM, **headers), None) == ""
