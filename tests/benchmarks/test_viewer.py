"""Who is signed in for the benchmark is so to the product."""

import pytest

from benchmarks.answers import Different, compare, same_shape, to_a_neighbour
from benchmarks.documents import questions
from benchmarks.load import Run
from benchmarks.peers import MODES
from benchmarks.report import Figures, of_signed_in
from benchmarks.sessions import neighbour, sign_in, sign_out

pytestmark = pytest.mark.django_db
QUESTIONS = questions()
SIGNED_IN = [name for name, mode in MODES.items() if mode.signed_in]


@pytest.fixture(autouse=True)
def cookies_of_production(settings):
    settings.SESSION_COOKIE_NAME = "__Host-sessionid"
    settings.CSRF_COOKIE_NAME = "__Host-csrftoken"


@pytest.fixture
def session(seeded):
    sign_in(neighbour())


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("mode", SIGNED_IN)
def test_a_neighbour_reads_the_same_and_may_write(ask, session, mode, name):
    wanted = to_a_neighbour(ask(QUESTIONS[name]))

    found = ask(QUESTIONS[name], MODES[mode].headers)

    compare(mode, name, same_shape, found, wanted)
    assert found["extensions"]["cost"]["maximum"] == 2000


def test_a_visitor_does_not_pass_for_a_neighbour(ask):
    answer = ask(QUESTIONS["q3"])

    with pytest.raises(Different, match="False instead of True"):
        compare("visitor", "q3", same_shape, answer, to_a_neighbour(answer))


def test_nobody_is_signed_in_afterwards(ask, session):
    sign_out()

    answer = ask(QUESTIONS["q3"], MODES["by token"].headers)

    assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


def test_signed_in_people_are_told_in_times_of_a_visitor():
    def run(rate, application, postgresql):
        return Run(rate, 1, 2, 0, application, postgresql)

    keys = [("floor", "q3"), ("product", "q3"), ("product, by token", "q3")]
    runs = [[run(900, 1, 1)], [run(300, 2, 1)], [run(100, 5, 4)]]
    figures = Figures(dict(zip(keys, runs, strict=True)), dict.fromkeys(keys, 6))

    last = of_signed_in(figures)[-1].split("|")[1:-1]

    assert [cell.strip() for cell in last] == [
        *("product, by token", "Q3"),
        *("3.00", "2.50", "4.00", "6"),
    ]


def test_without_a_visitor_there_is_nothing_to_compare():
    keys = [("floor", "q3"), ("product, by token", "q3")]

    assert of_signed_in(Figures({key: [] for key in keys})) == []
