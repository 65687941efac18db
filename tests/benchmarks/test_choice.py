import pytest

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
