"""Words that rules found are marked; nothing in a text ever becomes markup."""

import pytest

from moderation.room.marking import mark

from .conftest import FINDING, address, held_listing, held_message

EVIL = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("Par MANDÂT cash", ["mandat cash"], "Par <mark>MANDÂT cash</mark>"),
        ("œuf, cœur", ["cœur"], "œuf, <mark>cœur</mark>"),
        ("aa bb", ["aa b", "a bb"], "<mark>aa bb</mark>"),
        ("aaaa", ["aa"], "<mark>aaaa</mark>"),
        ("rien", ["autre", "", "  "], "rien"),
        ("ﬁn", ["in"], "<mark>ﬁ</mark>"[:6] + "ﬁn</mark>"),
        ("a<b>&'", ["<b>"], "a<mark>&lt;b&gt;</mark>&amp;&#x27;"),
        (EVIL, ["script"], None),
        ("", ["x"], ""),
    ],
)
def test_words_are_marked_whatever_their_case_and_accents(text, words, shown):
    marked = mark(text, words)

    assert marked.count("<") == 2 * marked.count("<mark>")
    assert shown is None or marked == shown


@pytest.mark.django_db
@pytest.mark.parametrize("make", [held_listing, held_message])
def test_no_word_of_anybody_becomes_markup(client, moderator, make):
    field = "description" if make is held_listing else "body"
    case = make(**{field: f"{EVIL} <img src=x onerror=alert(1)>"})
    evil = {**FINDING, "words": EVIL, "message": EVIL, "category": EVIL}
    case.screenings.update(findings=[evil])
    type(case).objects.update(subject_line=EVIL)

    for place in ("/admin/moderation/", address(case)):
        page = client.get(place).content.decode()
        assert EVIL not in page
        assert "<img src=x" not in page
    assert "<mark>&lt;script&gt;alert(1)&lt;/script&gt;</mark>" in page
