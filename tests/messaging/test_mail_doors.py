"""Mail that comes in over real connections and through a real pipe."""

import os
import re
import signal
import smtplib
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from socket import create_connection
from time import sleep

import pytest
from aiosmtpd.controller import Controller
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError, connection

from messaging.mail_in import receiving
from messaging.mail_in.addresses import bounce_address, reply_address
from messaging.mail_in.server import dialogue
from messaging.models import InboundMail, Message
from tests.factories import ConversationFactory
from tests.letters import failure, letter
from tests.mailbox import free_port

pytestmark = pytest.mark.django_db(transaction=True)
KARIM = "karim@example.org"
ROOT = Path(__file__).resolve().parents[2]
UNKNOWN = b"5.1.1 Cette adresse n'existe pas. Repondez sur le site."


class Doors(Controller):
    def factory(self):
        return dialogue()


@pytest.fixture(autouse=True)
def reply_domain(settings):
    settings.REPLY_DOMAIN = "reponse.example.org"


@pytest.fixture
def side():
    thread = ConversationFactory(initiator__email=KARIM)
    return thread.participants.get(user=thread.initiator)


@pytest.fixture
def port():
    doors = Doors(None, hostname="127.0.0.1", port=free_port())
    doors.start()
    yield doors.port
    doors.stop()


@pytest.fixture(params=[smtplib.SMTP, smtplib.LMTP], ids=["smtp", "lmtp"])
def client(request, port):
    with request.param("127.0.0.1", port, timeout=30) as connected:
        yield connected


def bodies():
    return list(Message.objects.values_list("body", flat=True))


def test_a_mail_that_is_taken_is_a_message(client, side):
    refused = client.sendmail(KARIM, [reply_address(side)], letter(KARIM))

    assert refused == {}
    assert bodies() == ["Oui, samedi."]


def test_helo_and_a_changed_case_are_taken_as_well(port, side):
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as client:
        client.helo("mx.example.org")
        client.sendmail(KARIM, [reply_address(side).upper()], letter(KARIM))

    assert bodies() == ["Oui, samedi."]


@pytest.mark.parametrize(
    "address",
    [
        "reponse+abc@reponse.example.org",
        "bounce+abc@reponse.example.org",
        "martine@reponse.example.org",
        "quelqu.un@example.com",
    ],
)
def test_a_wrong_address_is_refused_before_the_mail(client, side, address):
    client.ehlo_or_helo_if_needed()
    client.mail(KARIM)

    assert client.rcpt(address) == (550, UNKNOWN)
    assert not InboundMail.objects.exists()


def test_a_late_address_is_refused_in_other_words(client, side, settings):
    settings.MAIL_REPLY_DAYS = -1
    client.ehlo_or_helo_if_needed()
    client.mail(KARIM)

    code, words = client.rcpt(reply_address(side))

    assert code == 550
    assert words == (
        b"5.1.1 Cette adresse de reponse n'est plus valable. Repondez sur le site."
    )


def test_a_server_comes_back_for_the_second_of_two_recipients(client, side):
    other = side.conversation.participants.exclude(pk=side.pk).get()
    client.ehlo_or_helo_if_needed()
    client.mail(KARIM)

    assert client.rcpt(reply_address(side))[0] == 250
    assert client.rcpt(reply_address(other))[0] == 452
    assert client.data(letter(KARIM))[0] == 250
    assert bodies() == ["Oui, samedi."]


def test_a_report_without_sender_reaches_the_bounces(client, side):
    client.sendmail("", [bounce_address(side.user)], failure("5.1.1"))

    side.user.refresh_from_db()
    assert side.user.mail_bounced_at is not None


def test_a_mail_too_large_is_refused_by_its_announced_and_by_its_real_size(
    client, side, settings
):
    settings.MAIL_IN_LIMITS = {**settings.MAIL_IN_LIMITS, "bytes": 20_000}
    with type(client)(client._host, client.sock.getpeername()[1], timeout=30) as small:
        small.ehlo_or_helo_if_needed()
        assert small.mail(KARIM, ["SIZE=20001"])[0] == 552
        small.mail(KARIM)
        small.rcpt(reply_address(side))
        assert small.data(letter(KARIM, "samedi\n" * 4_000))[0] == 552
        assert small.noop()[0] == 250

    assert bodies() == []


def test_lines_longer_than_the_standard_are_read(client, side):
    raw = f"From: {KARIM}\r\n\r\n{'oui ' * 400}".encode()

    client.sendmail(KARIM, [reply_address(side)], raw)

    assert bodies() == [("oui " * 400).strip()]


def test_a_poisoned_mail_is_refused_for_good_and_the_next_one_taken(
    client, side, caplog
):
    poison = b"From: karim@example.org\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n)
        for n in range(5_000)
    )

    with pytest.raises(smtplib.SMTPDataError) as refusal:
        client.sendmail(KARIM, [reply_address(side)], poison + b"secret")
    client.sendmail(KARIM, [reply_address(side)], letter(KARIM))

    assert refusal.value.smtp_code == 554
    assert refusal.value.smtp_error == b"5.6.0 Ce courriel ne peut pas etre lu."
    assert bodies() == ["Oui, samedi."]
    assert "secret" not in caplog.text


def test_while_the_database_is_down_the_sender_keeps_the_mail(
    client, side, monkeypatch, caplog
):
    address = reply_address(side)
    known = receiving.addressee

    def down(recipient):
        raise OperationalError("connection refused: postgres://secret")

    client.ehlo_or_helo_if_needed()
    monkeypatch.setattr(receiving, "addressee", down)
    client.mail(KARIM)
    assert client.rcpt(address) == (
        451,
        b"4.3.0 Le service est momentanement indisponible.",
    )
    client.rset()

    monkeypatch.setattr(receiving, "addressee", known)
    client.mail(KARIM)
    client.rcpt(address)
    monkeypatch.setattr(receiving, "addressee", down)
    assert client.data(letter(KARIM))[0] == 451

    monkeypatch.setattr(receiving, "addressee", known)
    client.sendmail(KARIM, [address], letter(KARIM))
    assert bodies() == ["Oui, samedi."]
    assert "secret" not in caplog.text


def test_nonsense_is_answered_and_never_a_traceback(port):
    with closing(create_connection(("127.0.0.1", port), timeout=30)) as raw:
        said = raw.makefile("rwb", buffering=0)
        greeting = said.readline()
        for line in (b"MAIL FROM:<a@b>", b"DATA", b"\xff\xfe\x00", b"LHLO x", b"RCPT"):
            said.write(line + b"\r\n")
        said.write(b"QUIT\r\n")
        answers = b"".join(iter(said.readline, b""))

    assert greeting.startswith(b"220 reponse.example.org")
    assert b"Traceback" not in answers
    assert b"Error: (" not in answers
    assert b"\r\n221 " in answers


# --- The pipe -------------------------------------------------------------------------


def environment(**variables):
    """The environment of another process, on the database of this test."""
    name = connection.settings_dict["NAME"]
    url = os.environ.get("DATABASE_URL", "")
    database = re.sub(r"/[^/]*$", f"/{name}", url) if url else f"sqlite:///{name}"
    return {
        **os.environ,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "REPLY_DOMAIN": "reponse.example.org",
        "PYTHONWARNINGS": "default",
        **variables,
    }


def pipe(raw, *arguments, **variables):
    return subprocess.run(
        [sys.executable, "manage.py", "receive_mail", *arguments],
        input=raw,
        cwd=ROOT,
        env=environment(**variables),
        capture_output=True,
        timeout=120,
    )


def test_a_mail_through_the_pipe_is_a_message(side):
    ran = pipe(letter(KARIM), "--recipient", reply_address(side), "--sender", KARIM)

    assert (ran.returncode, ran.stderr) == (os.EX_OK, b"")
    assert bodies() == ["Oui, samedi."]


def test_the_pipe_reads_what_mail_servers_put_in_the_environment(side):
    variables = {
        "ORIGINAL_RECIPIENT": reply_address(side),
        "SENDER": "pirate@example.com",
    }

    assert pipe(letter(KARIM), **variables).returncode == os.EX_OK

    assert bodies() == []
    assert InboundMail.objects.get().outcome == "other_sender"


@pytest.mark.parametrize(
    ("raw", "address", "code", "words"),
    [
        (letter(KARIM), "reponse+abc@reponse.example.org", os.EX_NOUSER, UNKNOWN),
        (b"\n--" * 3_000, None, os.EX_DATAERR, b"5.6.0 Ce courriel"),
        (letter(KARIM), "", os.EX_USAGE, b"Give --recipient."),
    ],
)
def test_the_pipe_tells_why_it_takes_nothing(side, raw, address, code, words):
    recipient = reply_address(side) if address is None else address

    ran = pipe(raw, "--recipient", recipient)

    assert ran.returncode == code
    assert words in ran.stderr
    assert bodies() == []


def test_the_pipe_puts_off_while_the_database_is_down(side):
    down = {"DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3"}

    ran = pipe(letter(KARIM), "--recipient", reply_address(side), **down)

    assert ran.returncode == os.EX_TEMPFAIL
    assert b"4.3.0 Le service est momentanement indisponible." in ran.stderr


# --- The command that listens ---------------------------------------------------------


def test_the_command_listens_until_it_is_told_to_stop(side):
    port = free_port()
    command = ["manage.py", "receive_mail", "--listen", f"127.0.0.1:{port}"]
    running = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=environment(), stderr=subprocess.PIPE
    )
    try:
        with connected(port) as client:
            client.sendmail(KARIM, [reply_address(side)], letter(KARIM))
    finally:
        running.send_signal(signal.SIGTERM)
        _out, errors = running.communicate(timeout=60)

    assert bodies() == ["Oui, samedi."]
    assert (running.returncode, errors) == (0, b"")


def connected(port):
    for _attempt in range(300):
        try:
            return smtplib.LMTP("127.0.0.1", port, timeout=30)
        except ConnectionRefusedError:
            sleep(0.2)
    raise AssertionError("Nobody listens.")


@pytest.mark.parametrize("address", ["8025", "127.0.0.1", "127.0.0.1:smtp"])
def test_the_command_wants_a_host_and_a_port(address):
    with pytest.raises(CommandError) as refusal:
        call_command("receive_mail", listen=address)

    assert refusal.value.returncode == os.EX_USAGE
