"""What was acknowledged is stored once, although web processes die at any moment."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import pytest
import requests
from django.db import connections
from django.test import Client
from django_tasks_db.models import DBTaskResult
from graphql_relay import to_global_id

from messaging.models import Message
from tests.factories import ConversationFactory
from tests.servers import Server

SENDERS, SENDS, PAUSE = 20, 10, 1  # seconds between the messages of one person
SEND = """mutation ($id: ID!, $body: String!, $key: String!) { sendMessage(input: {
  conversation: $id, body: $body, idempotencyKey: $key}) {
    message { id } errors { code } } }"""


@pytest.fixture
def servers():
    started = [Server() for _number in range(3)]
    for one in started:
        one.wait()
    yield started
    for one in started:
        one.kill()


def kill_some(servers: list[Server], ended: Event) -> int:
    """Kill one server after the other, each once the last is back; count them."""
    killed, drawn = 0, random.Random(58)
    while not ended.wait(drawn.random()):
        server = drawn.choice(servers)
        server.kill()
        server.start()
        server.wait()
        killed += 1
    return killed


def send_until_acknowledged(servers: list[Server], token: str, words: dict) -> str:
    """Send one message again, to any server, until one says that it is stored."""
    for _try in range(300):
        try:
            answer = requests.post(
                random.choice(servers).graphql,
                json={"query": SEND, "variables": words},
                headers={"X-Session-Token": token},
                timeout=30,
            )
            told = answer.json()  # half an answer is none
        except requests.RequestException:
            time.sleep(0.1)
            continue
        assert answer.status_code == 200, answer.text
        return told["data"]["sendMessage"]["message"]["id"]
    raise AssertionError("never acknowledged")


def send_all(servers: list[Server], thread, token: str) -> dict[str, str]:
    """Return the id that was acknowledged for each text."""
    acknowledged = {}
    for number in range(SENDS):
        words = {
            "id": to_global_id("Conversation", str(thread.public_id)),
            "body": f"{thread.pk}-{number}",
            "key": f"{thread.pk}-{number}",
        }
        acknowledged[words["body"]] = send_until_acknowledged(servers, token, words)
        time.sleep(PAUSE)
    return acknowledged


def token_of(person) -> str:
    client = Client()
    client.force_login(person)
    return client.session.session_key


@pytest.mark.django_db(transaction=True)
def test_every_acknowledged_message_exists_once(servers):
    threads = ConversationFactory.create_batch(SENDERS)
    tokens = [token_of(thread.initiator) for thread in threads]
    connections.close_all()
    ended, killed = Event(), []
    killer = Thread(target=lambda: killed.append(kill_some(servers, ended)))
    killer.start()

    try:
        with ThreadPoolExecutor(SENDERS) as pool:
            sent = list(pool.map(lambda *one: send_all(servers, *one), threads, tokens))
    finally:
        ended.set()
        killer.join()

    acknowledged = {body: key for one in sent for body, key in one.items()}
    stored = {
        row.body: to_global_id("Message", str(row.public_id))
        for row in Message.objects.all()
    }
    assert killed[0] >= 2
    assert len(acknowledged) == SENDERS * SENDS
    assert acknowledged == stored
    assert Message.objects.count() == SENDERS * SENDS
    jobs = DBTaskResult.objects.filter(task_path__endswith="tell_of_messages")
    assert jobs.count() == SENDERS * SENDS
