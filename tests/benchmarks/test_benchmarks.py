"""The data and the questions of the benchmark still fit the product."""

import pytest
from django.conf import settings
from django.db import connection

from background.jobs import queue
from benchmarks import enumeration
from benchmarks.answers import compare, same_shape
from benchmarks.documents import questions
from benchmarks.floor.statements import STATEMENTS
from benchmarks.postgraphile import answers as postgraphile
from cms.models import InfoPage
from listings.models import Listing
from listings.photos.models import Photo

pytestmark = pytest.mark.django_db
QUESTIONS = questions()


@pytest.fixture
def answers(seeded, client):
    """What the product says to each question."""
    return {
        name: client.post(
            "/graphql/", question.body, content_type="application/json"
        ).json()
        for name, question in QUESTIONS.items()
    }


def test_the_seed_is_whole(seeded, size):
    assert Listing.objects.count() == size
    assert InfoPage.objects.count() == size // 10
    assert Photo.objects.filter(listing__code="BENCH1").count() == 3


def test_seeded_listings_hold_what_saving_writes(seeded):
    rows = list(Listing.objects.select_related("category")[:10])
    written = [row.search_words for row in rows]

    for row in rows:
        row.save()

    assert [row.search_words for row in rows] == written


def test_every_question_is_answered(answers):
    listings = {name: answers[name]["data"]["listings"] for name in ("q1", "q2")}

    assert [one for one in answers.values() if "errors" in one] == []
    assert len(listings["q1"]["edges"]) == 20
    assert listings["q2"]["totalCount"] >= 1
    assert len(answers["q3"]["data"]["listing"]["photos"]) == 3
    assert len(answers["q4"]["data"]["page"]["body"]) == 10


def test_the_floor_says_the_same_as_the_product(answers):
    """SQLite has no such statements: nothing is compared there."""
    named = STATEMENTS if connection.vendor == "postgresql" else {}
    for name, (statement, bound) in named.items():
        given = bound(QUESTIONS[name].variables) | {"site": settings.SITE_URL}
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT ({statement})::json", given)
            (found,) = cursor.fetchone()
        compare("floor", name, same_shape, found, answers[name])


def test_postgraphile_is_asked_the_same_questions():
    documents = questions(postgraphile.FOLDER / "documents", postgraphile.VARIABLES)

    assert documents.keys() == QUESTIONS.keys()


def test_every_door_says_the_same_of_any_address(monkeypatch, settings):
    """Its clock is looked at by the benchmark alone."""
    monkeypatch.setattr(enumeration, "TIMES", 1)
    monkeypatch.setattr(enumeration, "WARMING_UP", 0)
    settings.ACCOUNT_RATE_LIMITS = dict.fromkeys(settings.ACCOUNT_RATE_LIMITS, "")
    enumeration.seed()

    for number, (name, ask) in enumerate(enumeration.doors()):
        found = enumeration.measure(number, ask)
        assert (name, found["known"].shapes) == (name, found["unknown"].shapes)
        assert (name, len(found["known"].shapes)) == (name, 1)

    jobs = [row.task_path.rpartition(".")[2] for row in queue()]
    assert (jobs.count("deliver"), jobs.count("forget"), len(jobs)) == (8, 4, 12)
