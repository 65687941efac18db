import pytest

from benchmarks import growth
from benchmarks.documents import VARIABLES, Question, questions
from benchmarks.load import Run

pytestmark = pytest.mark.django_db
Q1 = questions()["q1"]


def keys(answer):
    return [edge["node"]["id"] for edge in answer["data"]["listings"]["edges"]]


@pytest.fixture
def offers(ask):
    """The keys of all offers, the newest first."""
    whole = Question("all", Q1.text, {**VARIABLES["q1"], "first": 50})
    return keys(ask(whole))


def test_the_deep_page_begins_below_the_rows_that_are_said(ask, offers, monkeypatch):
    monkeypatch.setattr(growth, "STEP", 2)
    monkeypatch.setattr(growth, "DEPTH", 4)

    question, above = growth.deep(ask)

    assert above == 4
    assert keys(ask(question)) == offers[4:24]


def test_a_short_list_is_walked_to_its_last_full_step(ask, offers, monkeypatch):
    monkeypatch.setattr(growth, "STEP", 5)

    question, above = growth.deep(ask)

    assert above == (len(offers) - 1) // 5 * 5 - 5
    assert keys(ask(question)) == offers[above:][:20]


def test_the_deep_page_holds_what_the_first_one_does(ask):
    first, deep = ask(Q1), ask(growth.question(growth.DEEP))

    assert deep["data"] == first["data"]


def test_growth_is_told_in_times():
    def run(rate):
        return Run(rate, p50=1, p99=2, size=0, application=90 / rate, postgresql=1)

    runs = {
        (server, question): [run(rate), run(rate)]
        for question, rates in {"q1": (90, 60), "deep": (80, 40)}.items()
        for server, rate in zip(("20000", "200000"), rates, strict=True)
    }
    lines = growth.Growth(runs, {"20000": 8900, "200000": 18000}).lines()
    cells = [[cell.strip() for cell in line.split("|")[2:7]] for line in lines[4:]]

    assert cells == [
        ["20000", "0", "1.00", "1.00", "1.00"],
        ["200000", "0", "1.50", "1.25", "1.00"],
        ["20000", "8900", "1.00", "1.00", "1.12"],
        ["200000", "18000", "2.00", "1.53", "1.50"],
    ]
