"""The moderator hides and restores in Wagtail's admin; nobody else gets in."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from accounts.models import User
from listings.models import Listing
from listings.states import ListingStatus
from messaging.models import Message
from moderation.models import Decision
from tests.factories import ListingFactory, UserFactory

pytestmark = pytest.mark.django_db
ROOM = "/admin/annonces/"
REASON = {
    "ground": "contact",
    "facts": "Un numéro de téléphone est écrit dans l’annonce.",
}


def member_of(name):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=name))
    return user


@pytest.fixture
def moderator(client):
    user = member_of("Modération")
    client.force_login(user)
    return user


def shown(client, **asked):
    page = client.get(ROOM, asked)
    return {row.title for row in page.context["object_list"]}


@pytest.mark.parametrize("address", ["", "{}/", "{}/masquer/", "{}/remettre/"])
@pytest.mark.parametrize("group", ["Rédaction", "Administration", None])
def test_only_moderators_enter(client, address, group):
    listing = ListingFactory()
    client.force_login(member_of(group) if group else UserFactory())
    address = ROOM + address.format(listing.pk)

    assert client.get(address).status_code == 302
    assert client.post(address, REASON).status_code == 302
    assert Listing.objects.get().status == "published"
    assert not Decision.objects.exists()
    assert ROOM not in client.get("/admin/").content.decode()


def test_a_superuser_enters_and_changes_no_words(client):
    client.force_login(User.objects.create_superuser("a@example.org", "x"))
    ListingFactory()

    assert len(shown(client)) == 1
    for nothing in ("new", "edit/1", "delete/1"):
        assert client.get(f"{ROOM}{nothing}/").status_code == 404


@pytest.mark.parametrize("how_many", [1, 15])
def test_the_list_costs_the_same_whatever_its_length(
    client, moderator, django_assert_num_queries, how_many
):
    ListingFactory.create_batch(how_many)
    client.get(ROOM)  # content types and site are cached from now on

    # Wagtail asks 9 of its own; ours: count, categories, page, photos.
    with django_assert_num_queries(13):
        page = client.get(ROOM)

    assert len(page.context["object_list"]) == how_many


def test_the_list_is_filtered_and_searched(client, moderator):
    ListingFactory(title="Pommes", need=True)
    hidden = ListingFactory(title="Poires", hidden=True)
    far = ListingFactory(title="Prunes", commune_id="58194", category_id="animaux")

    assert shown(client) == {"Pommes", "Poires", "Prunes"}
    assert shown(client, kind="need") == {"Pommes"}
    assert shown(client, status="hidden") == {"Poires"}
    assert shown(client, category="animaux") == {"Prunes"}
    assert shown(client, commune=far.commune.name) == {"Prunes"}
    assert shown(client, q="poire") == {"Poires"}
    assert shown(client, q=hidden.code.lower()) == {"Poires"}
    assert shown(client, q='"*') == {"Pommes", "Poires", "Prunes"}
    assert len(shown(client, commune="Paris")) == 3


def test_the_room_shows_public_names_only(client, moderator):
    author = UserFactory(email="secret@example.org")
    listing = ListingFactory(author=author, description="<b>Le samedi</b>")

    for address in (ROOM, f"{ROOM}{listing.pk}/", f"{ROOM}{listing.pk}/masquer/"):
        page = client.get(address).content.decode()
        assert "Martine L." in page
        assert "secret@example.org" not in page
        assert "<b>Le samedi</b>" not in page


@pytest.mark.parametrize("facts", ["", "   ", "a" * 2001])
def test_hiding_needs_a_reason(client, moderator, facts):
    listing = ListingFactory()

    page = client.post(f"{ROOM}{listing.pk}/masquer/", {**REASON, "facts": facts})

    assert page.status_code == 200
    assert page.context["form"].errors
    assert Listing.objects.get().status == "published"
    assert not Decision.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_hidden_listing_is_gone_everywhere_and_its_author_told(client):
    moderator = member_of("Modération")
    client.force_login(moderator)
    listing, reader = ListingFactory(), UserFactory()

    answer = client.post(f"{ROOM}{listing.pk}/masquer/", REASON, follow=True)

    assert REASON["facts"] in answer.content.decode()
    decision = Decision.objects.get()
    assert (decision.moderator, decision.owner) == (moderator, listing.author)
    client.force_login(reader)
    assert client.get(listing.get_absolute_url()).status_code == 404
    for name in ("list", "need_help"):
        found = client.get(reverse(f"listings:{name}"), {"search": "pelouse"})
        assert listing.title not in found.content.decode()
    write = reverse("messaging:write", args=[listing.code])
    assert client.post(write, {"body": "Bonjour"}).status_code == 404
    assert not Message.objects.exists()
    client.logout()
    query = "{ listings { edges { node { title } } } listing(code: %r) { title } }"
    body = {"query": query.replace("%r", f'"{listing.code}"')}
    api = client.post("/graphql/", body, content_type="application/json")
    assert api.json()["data"] == {"listings": {"edges": []}, "listing": None}
    call_command("work", once=True, verbosity=0)
    [sent] = mail.outbox
    assert sent.to == [listing.author.email]
    assert sent.subject == "Votre annonce est masquée\u00a0: Je tonds votre pelouse"
    assert REASON["facts"] in sent.body
    assert sent.message()["Reply-To"] == "moderation@localhost"


def test_a_restored_listing_is_back_with_a_second_decision(client, moderator):
    listing = ListingFactory()
    client.post(f"{ROOM}{listing.pk}/masquer/", REASON)

    client.post(f"{ROOM}{listing.pk}/remettre/", {"facts": "Numéro retiré."})

    assert Listing.objects.live().get() == listing
    actions = Decision.objects.values_list("action", "facts")
    assert list(actions) == [("restore", "Numéro retiré."), ("hide", REASON["facts"])]


@pytest.mark.parametrize("status", [ListingStatus.HIDDEN, ListingStatus.WITHDRAWN])
def test_what_is_no_longer_online_is_not_hidden(client, moderator, status):
    listing = ListingFactory(status=status)

    answer = client.post(f"{ROOM}{listing.pk}/masquer/", REASON, follow=True)

    assert "a changé entre-temps" in answer.content.decode()
    assert Listing.objects.get().status == status
    assert not Decision.objects.exists()
