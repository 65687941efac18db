"""No list is put in order, or narrowed, by what it does not show (W6)."""

import re

import pytest
from django.urls import reverse

from tests.factories import ConversationFactory, ListingFactory, UserFactory

pytestmark = pytest.mark.django_db
SECRET = "author__password"
ASKED = [
    {name: field}
    for name in ("sort", "order", "ordering")
    for field in (SECRET, f"-{SECRET}", "password; DROP TABLE accounts_user")
] + [{f"{before}password__startswith": "zzz"} for before in ("filter__", "author__")]
PUBLIC = [
    reverse("listings:list"),
    reverse("listings:mine"),
    reverse("messaging:inbox"),
]
ROOMS = ["/admin/annonces/", "/admin/users/", "/admin/regles/", "/admin/journal/"]


@pytest.fixture
def chief():
    return UserFactory(is_superuser=True)


@pytest.fixture
def listed(chief):
    for number in range(4):
        author = UserFactory(password=f"{9 - number}")
        ListingFactory(author=author, title=f"Annonce {number}")
        mine = ListingFactory(author=chief, title=f"Annonce {number + 4}")
        ConversationFactory(listing=mine, initiator=author)


def shown(client, path, asked=()):
    """Return what a list names, in its order."""
    answer = client.get(path, dict(asked))
    assert answer.status_code == 200
    names = r"Annonce \d|habitant\d+@example\.org|/regles/edit/\d+/"
    return re.findall(names, answer.content.decode())


@pytest.mark.parametrize("path", PUBLIC + ROOMS)
def test_a_list_obeys_no_question_about_what_is_secret(client, chief, listed, path):
    client.force_login(chief)
    before = shown(client, path)

    assert [asked for asked in ASKED if shown(client, path, asked) != before] == []
