"""What sending a message takes at 20 a second: `python -m benchmarks.sending`.

A granian as docs/deploying.md starts it, on PostgreSQL; front ends with app tokens send
through GraphQL, each message under a key of its own. Prints the times from request to
acknowledgement beside those of an empty transaction of the same database.
"""

import asyncio
import random
import time
import urllib.request
from concurrent.futures import Future, ThreadPoolExecutor
from uuid import UUID, uuid4

import orjson
import psycopg
from graphql_relay import to_global_id

from .live import served, until_it_answers

SENDERS, RATE, SECONDS, WARM = 100, 20, 60, 100
SEND = """mutation ($id: ID!, $body: String!, $key: String!) { sendMessage(input: {
  conversation: $id, body: $body, idempotencyKey: $key}) {
    message { id } errors { code } } }"""


def main() -> None:
    with served(SENDERS) as (rows, port, _pid, address):
        asyncio.run(until_it_answers(port))
        people = [(conversation_in(path), key) for path, key in rows]
        with ThreadPoolExecutor(32) as pool, psycopg.connect(address) as database:
            for _wait in [pool.submit(send, port, people) for _time in range(WARM)]:
                _wait.result()
            sent, empty = paced(pool, port, people, database)
        print(f"{len(sent)} sent at {RATE} a second, all acknowledged")
        told("sending", sent)
        told("empty transaction", empty)


def conversation_in(path: str) -> str:
    part = next(one for one in path.split("/") if len(one) == 36)
    return to_global_id("Conversation", str(UUID(part)))


def paced(pool, port, people, database) -> tuple[list[float], list[float]]:
    """Send at an even pace, whatever the answers take; an empty transaction between."""
    waiting: list[Future[float]] = []
    empty: list[float] = []
    begun = time.monotonic()
    for number in range(RATE * SECONDS):
        time.sleep(max(0, begun + number / RATE - time.monotonic()))
        waiting.append(pool.submit(send, port, people))
        empty.append(nothing(database))
    return [one.result() for one in waiting], empty


def send(port: int, people: list[tuple[str, str]]) -> float:
    """Return the seconds that one message took; fail unless it was stored."""
    conversation, token = random.choice(people)
    key = str(uuid4())
    values = {"id": conversation, "body": f"Bonjour, {key[:4]} ?", "key": key}
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/graphql/",
        orjson.dumps({"query": SEND, "variables": values}),
        {
            "Content-Type": "application/json",
            "X-Forwarded-Proto": "https",
            "X-Session-Token": token,
        },
    )
    started = time.monotonic()
    with urllib.request.urlopen(request, timeout=30) as answer:
        body = orjson.loads(answer.read())
    took = time.monotonic() - started
    if not (body.get("data") or {}).get("sendMessage", {}).get("message"):
        raise SystemExit(f"Not measured, a message was refused: {body}")
    return took


def nothing(database: psycopg.Connection) -> float:
    started = time.monotonic()
    with database.transaction():
        database.execute("SELECT 1")
    return time.monotonic() - started


def told(name: str, seconds: list[float]) -> None:
    ordered = sorted(seconds)
    shares = ", ".join(
        f"p{share} {ordered[len(ordered) * share // 100] * 1000:.1f} ms"
        for share in (50, 95, 99)
    )
    print(f"{name}: {shares}")


if __name__ == "__main__":
    main()
