"""Mails made to hurt, and mails that are only broken."""

import pytest
from django.core import mail
from django.core.management import call_command

from messaging.mail_in.addresses import reply_address
from messaging.mail_in.html_text import text_of_html
from messaging.mail_in.letters import read
from messaging.mail_in.reading import UnreadableError
from messaging.mail_in.receiving import receive
from messaging.mail_in.replies import own_words
from messaging.models import Message
from tests.factories import ConversationFactory
from tests.letters import letter

KARIM = "karim@example.org"


def nested(depth):
    """A mail whose parts lie one in another, with words in the innermost."""
    opened = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n)
        for n in range(depth)
    )
    return b"From: karim@example.org\n" + opened + b"Content-Type: text/plain\n\nOui.\n"


def parts(number):
    one = b"--b\nContent-Type: text/plain\n\noui\n"
    return (
        b'Content-Type: multipart/mixed; boundary="b"\n\n' + one * number + b"--b--\n"
    )


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"x" * (10 * 1024**2 + 1), "bytes"),
        (b"X: y\n" * 60_000 + b"\noui", "header_bytes"),
        (b"\n\n" + b"a:\n" * 300_001, "lines"),
        (b"\n\n" + b"\n--b" * 2_001, "separators"),
        (nested(201), "boundaries"),
        (parts(100), "parts"),  # and the whole
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_mail_beyond_a_limit_is_refused_before_it_costs(raw, why):
    with pytest.raises(UnreadableError, match=f"^{why}$"):
        read(raw, KARIM)


def test_nesting_deeper_than_python_goes_is_refused(settings):
    settings.MAIL_IN_LIMITS = {**settings.MAIL_IN_LIMITS, "boundaries": 10**6}

    with pytest.raises(UnreadableError):
        read(nested(20_000), KARIM)


@pytest.mark.parametrize("raw", [parts(99), nested(50)])
def test_a_mail_within_the_limits_is_read(raw):
    assert read(raw, KARIM).words.lower().startswith("oui")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        b"\0" * 1000,
        bytes(range(256)) * 50,
        b"From: \xff\xfe <karim@example.org>\n\noui",
        b"From: =?utf-8?b?//8=?= <karim@example.org>\n\noui",
        b"From: =?nope?q?a?= <karim@example.org>\nSubject: =?utf-8?b?x?=\n\noui",
        b"From: <<<>>>,,;:\n\noui",
        b'Content-Type: ///;;;charset="\n\noui',
        b"Content-Type: text/plain; charset*0=utf; charset*1=-8\n\noui",
        b"Content-Type: text/plain; charset=rot13\n\noui",
        b"Content-Type: text/plain; charset=idna\n\n" + b"a." * 10_000,
        b"Content-Type: text/plain; charset=unicode_escape\n\n\\ud800",
        b"Content-Type: text/plain; charset=utf-7\n\n+2AA-",
        b"Content-Type: text/plain; charset=punycode\n\n" + b"a-" * 1_000_000,
        b"Content-Transfer-Encoding: base64\n\n====!!!!",
        b"Content-Transfer-Encoding: uuencode\n\nbegin 644 x\nxxx",
        b"Content-Transfer-Encoding: nonsense\n\noui",
        b"Content-Type: multipart/mixed\n\nno boundary",
        b'Content-Type: multipart/mixed; boundary=""\n\n--\noui',
        b"Content-Type: message/rfc822\n\nContent-Type: message/rfc822\n\n\noui",
        b"Content-Type: message/delivery-status\n\nAction: failed\nStatus: 5.1.1",
        b"Content-Type: text/html\n\n" + b"<div><blockquote>" * 5_000,
        b'Content-Type: image/png; name="=?utf-8?b?x?="\n\nx',
        "Objet: été\nFrom: karim@example.org\n\nété".encode("utf-16"),
    ],
    ids=range(25),
)
def test_a_broken_mail_is_read_or_refused_but_nothing_breaks(raw):
    try:
        found = read(raw, KARIM)
    except UnreadableError:
        return
    said = found.words + found.text + found.author + found.message_id
    assert "\0" not in said
    assert said.encode().decode() == said  # nothing a database refuses


def test_what_cannot_be_seen_is_left_out():
    raw = letter(KARIM, "Ou\u200bi\ufeff\0, same\xaddi.")

    assert read(raw, KARIM).words == "Oui, samedi."


def test_html_that_is_hidden_or_never_closed_says_nothing_more():
    html = (
        "<style>p{}</style><script>alert(1)</script><!-- secret --><title>t</title>"
        "<p>Oui &lt;b&gt; <b onclick=x>samedi</p><a href='javascript:x'>là</a>"
        "<blockquote>Quand ?"
    )

    assert text_of_html(html) == "Oui <b> samedi\n\nlà\n> Quand ?"


@pytest.mark.parametrize(
    "tag", ["<a ", "<!--", "<blockquote>", "<p>", "</", "<![CDATA["]
)
def test_tags_without_end_are_read_to_the_end(tag):
    assert len(text_of_html("oui " + tag * 20_000)) < 300_000


def test_a_long_text_made_of_beginnings_of_quotes_is_read():
    text = "Le 3 mars 2025\nDe : a@b\nOn Le a écrit \n" * 4_000

    assert own_words(text).startswith("Le 3 mars 2025")


@pytest.mark.django_db(transaction=True)
def test_no_header_of_a_mail_starts_another_in_the_notice(settings):
    settings.REPLY_DOMAIN = "reponse.example.org"
    thread = ConversationFactory(initiator__email=KARIM)
    side = thread.participants.get(user=thread.initiator)
    raw = (
        b"From: =?utf-8?q?a=0ABcc=3A_tous=40example=2Eorg?= <pirate@example.com>\n"
        b"Subject: =?utf-8?q?x=0D=0ABcc=3A_tous=40example=2Eorg?=\n\nBcc: tous@b.c\n"
    )

    assert str(receive(raw, "pirate@example.com", reply_address(side)))[:3] == "250"

    call_command("work", once=True, verbosity=0)
    (sent,) = mail.outbox
    assert sent.recipients() == [KARIM]
    assert sent.message()["Bcc"] is None
    assert not Message.objects.exists()
