"""Letters without a shape, or with too much of it (M5)."""

import pytest

from accounts.forms import ProfileForm
from listings.forms import ListingForm
from messaging.forms import MessageForm
from moderation.forms import AppealForm, ReasonForm
from tests.factories import UserFactory

from .corpus import ZALGO

pytestmark = pytest.mark.django_db
SHAPELESS = [
    " \t\n",
    "\u00a0\u2003",
    "\u200d" * 5,
    "\u202e\u202d\u202c",
    "\ufeff\u200b\u2060",
    "\u2066\u2069 \u200f",
    "\u3164\u115f",
    "\u0301\u0301",
    "\u00ad",
]


def refusals(form, field):
    return [error.code for error in form.errors.as_data().get(field, [])]


@pytest.mark.parametrize("words", SHAPELESS, ids=range(len(SHAPELESS)))
def test_words_that_cannot_be_seen_are_no_words(words):
    said = {"title": words, "description": words, "kind": "offer"}
    listing = ListingForm(said, author=UserFactory())

    assert refusals(MessageForm({"body": words}), "body") == ["required"]
    assert refusals(listing, "title") == ["required"]
    assert refusals(listing, "description") == ["required"]
    assert refusals(ProfileForm({"first_name": words}), "first_name") == ["required"]
    assert refusals(AppealForm({"words": words}), "words") == ["required"]
    assert refusals(ReasonForm({"facts": words}), "facts") == ["required"]


@pytest.mark.parametrize("words", ["🥕" * 2000, "👨‍👩‍👧", ZALGO, "שלום", "é"])
def test_words_that_can_be_seen_are_kept_as_they_are(words):
    form = MessageForm({"body": words})

    assert form.is_valid()
    assert form.cleaned_data["body"] == words
