"""A front end without account reports and contests, on the running site."""

import requests
from graphql_relay import to_global_id

from moderation.models import Action
from tests.factories import ListingFactory
from tests.judging import judge

from .conftest import SLOW

REPORT = """mutation ($target: ID!) { reportContent(input: {
  targetId: $target, reason: SCAM, explanation: "Un mandat.", inGoodFaith: true,
  name: "Jeanne Petit", email: "jeanne@example.org"
}) { noticeNumber errors { code } } }"""
CONTEST = """mutation ($number: String!) { contestNotice(input: {
  number: $number, words: "Relisez."}) { notice { status } errors { code } } }"""
FOLLOW = """query ($number: String!) { notice(number: $number) {
  status reasons appeal { status reasons } } }"""


def test_what_was_reported_is_followed_to_the_second_answer(origin):
    def asked(query, **variables):
        body = {"query": query, "variables": variables}
        return requests.post(f"{origin}/graphql/", json=body, timeout=SLOW).json()[
            "data"
        ]

    listing = ListingFactory()
    target = to_global_id("Listing", listing.public_id)
    number = asked(REPORT, target=target)["reportContent"]["noticeNumber"]
    judge(listing, Action.KEEP, "Rien de contraire.")

    told = asked(CONTEST, number=number)["contestNotice"]
    judge(listing, Action.HIDE, "C’est une arnaque.")

    assert told == {"notice": {"status": "KEPT"}, "errors": []}
    assert asked(FOLLOW, number=number)["notice"] == {
        "status": "KEPT",
        "reasons": "Rien de contraire.",
        "appeal": {"status": "UPHELD", "reasons": "C’est une arnaque."},
    }
