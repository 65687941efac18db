"""A minute is counted by each process, and told to the others now and then."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache

from graphql_api.execution import meter
from graphql_api.execution.meter import Meter

MINUTE = 29_000_000


@pytest.fixture
def told(monkeypatch):
    """What processes told one another, each time."""
    amounts = []
    tell = meter.shared
    monkeypatch.setattr(
        meter, "shared", lambda key, amount: amounts.append(amount) or tell(key, amount)
    )
    return amounts


def admitted(meters, most, asked):
    """Return how many of `asked` requests pass, each process serving in its turn."""
    spent = [meters[turn % len(meters)].add(MINUTE, "a", 1, most) for turn in asked]
    return sum(one <= most for one in spent)


@pytest.mark.parametrize("most", [1, 2, 9, 10, 60, 61])
def test_one_process_counts_exactly(most):
    assert admitted([Meter()], most, range(most + 20)) == most


@pytest.mark.parametrize("processes", [2, 4])
def test_each_other_process_gives_a_tenth_more_at_most(processes):
    meters = [Meter() for _process in range(processes)]

    passed = admitted(meters, 60, range(200))

    assert 60 <= passed <= 60 + 6 * (processes - 1)


def test_who_begins_elsewhere_has_no_minute_more():
    first, second = Meter(), Meter()
    assert admitted([first], 60, range(60)) == 60

    assert admitted([second], 60, range(60)) < 6
    assert second.add(MINUTE, "a", 1, 60) > 60


def test_others_are_told_of_each_tenth_alone(told):
    one = Meter()
    for _request in range(59):
        one.add(MINUTE, "a", 1, 60)

    assert told == [6] * 9


def test_who_asks_little_tells_nobody(told):
    one = Meter()
    for caller in range(100):
        assert one.add(MINUTE, str(caller), 5, 60) == 5
    assert told == []


def test_each_minute_begins_with_nothing(told):
    one = Meter()
    assert one.add(MINUTE, "a", 60, 60) == 60
    assert one.add(MINUTE + 1, "a", 60, 60) == 60
    assert list(one.spent) == ["a"]


def test_a_late_thread_leaves_the_new_minute_alone():
    one = Meter()
    one.add(MINUTE + 1, "a", 5, 60)
    one.add(MINUTE, "a", 5, 60)
    assert one.add(MINUTE + 1, "a", 1, 60) == 6


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(meter, "CALLERS", 3)
    one = Meter()
    for caller in "abcd":
        one.add(MINUTE, caller, 1, 60)
    assert list(one.spent) == ["b", "c", "d"]


def test_threads_lose_nothing():
    one = Meter()
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: one.add(MINUTE, "a", 1, 100), range(2_000)))

    told = cache.get(f"graphql-a-{MINUTE}")
    assert told + one.spent["a"].untold == 2_000
    assert one.spent["a"].told == told
