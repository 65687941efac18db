"""The tables of who gets what, beside this module."""

import csv
from pathlib import Path

Row = tuple[str, str]


def rows(name: str) -> dict[Row, dict[str, str]]:
    """Return what each role gets, by the first two columns."""
    with (Path(__file__).parent / name).open() as file:
        names, *lines = csv.reader(file)
        return {(one[0], one[1]): dict(zip(names, one, strict=True)) for one in lines}


def check(name: str, role: str, given: dict[Row, str]) -> None:
    """Fail with what `role` was given and should have been, where the two differ."""
    expected = rows(name)
    assert given.keys() == expected.keys()
    wrong = {
        key: (answer, expected[key][role])
        for key, answer in given.items()
        if answer != expected[key][role]
    }
    assert wrong == {}
