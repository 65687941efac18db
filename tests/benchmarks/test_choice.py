from contextlib import nullcontext

import pytest

from benchmarks import servers
from benchmarks.__main__ import chosen


@pytest.mark.parametrize(
    ("only", "names"),
    [
        (["product"], ["floor", "product"]),
        (["product, by token", "growth"], ["floor", "product, by token"]),
        (["growth"], []),
    ],
)
def test_the_chosen_servers_are_compared_with_the_floor(only, names):
    assert chosen(only) == names


def test_ways_that_differ_by_their_headers_share_a_server(monkeypatch):
    started = []

    def running(peer, mode, database):
        started.append((peer.name, mode))
        return nullcontext(servers.Server(peer, mode, database, 0, process=None))

    monkeypatch.setattr(servers, "running", running)
    names = ["floor", "product", "product, kept answers", "product, by token"]

    with servers.all_running(names, "") as found:
        assert [one.name for one in found] == names

    assert started == [
        ("floor", "uncached"),
        ("product", "uncached"),
        ("product", "kept answers"),
    ]
