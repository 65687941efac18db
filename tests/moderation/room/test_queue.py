"""One queue for all that waits, closed to whoever may not decide."""

import pytest

from accounts.models import User
from listings.models import Listing
from moderation.models import Appeal, Case, Decision, Ground, Urgency
from tests.factories import ListingFactory, MessageFactory, UserFactory

from .conftest import address, held_listing, held_message, member_of, reported

pytestmark = pytest.mark.django_db
QUEUE = "/admin/moderation/"


def subjects(client, **asked):
    page = client.get(QUEUE, asked)
    return [row["case"].subject_line for row in page.context["rows"]]


@pytest.mark.parametrize("place", ["", "{}/", "{}/regarde/"])
@pytest.mark.parametrize("group", ["Rédaction", None])
def test_only_moderators_enter(client, group, place):
    case = held_listing()
    client.force_login(member_of(group) if group else UserFactory())
    asked = QUEUE + place.format(case.public_id)
    sent = {"about": "item", "action": "publish", "facts": "Bien."}

    assert client.get(asked).status_code == 302
    assert client.post(asked, sent).status_code == 302
    assert Listing.objects.get().status == "pending"
    assert not Decision.objects.exists()
    home = client.get("/admin/").content.decode()
    assert QUEUE not in home
    assert "dossier attend" not in home


@pytest.mark.parametrize("group", ["Modération", "Administration"])
def test_those_who_decide_find_the_room_in_the_menu(client, group):
    held_listing()
    client.force_login(member_of(group))

    assert client.get(QUEUE).status_code == 200
    home = client.get("/admin/").content.decode()
    assert QUEUE in home
    assert "1 dossier attend" in home
    assert client.get("/admin/motifs/").status_code == 200


def test_a_superuser_enters(client):
    client.force_login(User.objects.create_superuser("a@example.org", "x"))

    assert "Rien n’attend." in client.get(QUEUE).content.decode()


def test_the_most_urgent_comes_first_then_who_waits_longest(client, moderator):
    first, second = held_listing(title="Ancien"), held_listing(title="Récent")
    calm = held_listing(title="Calme")
    Case.objects.filter(pk=calm.pk).update(urgency=Urgency.CALM)
    held_message()

    message = "Message à propos de « Je tonds votre pelouse »"
    assert subjects(client) == [message, "Ancien", "Récent", "Calme"]
    assert first.opened_at < second.opened_at


def test_the_queue_is_narrowed(client, moderator):
    held_listing(title="Retenue")
    reported(ListingFactory(title="Signalée"))
    held_message()

    assert subjects(client, kind="listing") == ["Retenue", "Signalée"]
    assert len(subjects(client, kind="message")) == 1
    assert len(subjects(client, urgency="3")) == 1
    assert subjects(client, cause="notice") == ["Signalée"]
    assert subjects(client, cause="appeal") == []
    assert len(subjects(client, cause="screening")) == 2
    assert len(subjects(client, kind="nothing", urgency="x")) == 3


def test_a_row_says_why_in_plain_words(client, moderator):
    held_listing()
    reported(ListingFactory(), 2, Ground.ANIMALS)

    page = client.get(QUEUE).content.decode()

    assert "Règle « Arnaque ou tentative d’escroquerie »" in page
    assert "<q>mandat cash</q>" in page
    assert "Ce moyen de paiement est celui des arnaques." in page
    assert "2 signalements : animaux vivants" in page


def test_the_queue_never_shows_private_words(client, moderator):
    held_message(body="Le code du portail est 4512, par mandat cash.")
    reported(MessageFactory(body="Je suis seule le soir."))

    page = client.get(QUEUE).content.decode()

    assert "4512" not in page
    assert "seule le soir" not in page


@pytest.mark.parametrize("how_many", [1, 6])
def test_the_queue_costs_the_same_whatever_its_length(
    client, moderator, django_assert_num_queries, how_many
):
    for _number in range(how_many):
        held_listing()
        held_message()
        reported(UserFactory(), 2)
        case = reported(ListingFactory())
        decision = Decision.objects.create(
            action="hide", target_kind="listing", target_id=case.target_id, facts="Non"
        )
        Appeal.objects.create(case=case, decision=decision, words="Si")
        case.look(member_of("Modération"))
    client.get(QUEUE)

    with django_assert_num_queries(QUERIES):
        page = client.get(QUEUE)

    assert len(page.context["rows"]) == min(20, 4 * how_many)


# Wagtail asks 7 of its own; ours: count, page, five of causes, who looks, the targets,
# reasons.
QUERIES = 22


def test_a_row_says_who_looks(client, moderator):
    case = held_listing()
    other = member_of("Modération", first_name="Marie", last_initial="")
    client.force_login(other)
    client.get(address(case))
    client.force_login(moderator)

    assert "Marie regarde ce dossier" in client.get(QUEUE).content.decode()


def test_what_is_gone_stays_visible_in_the_queue(client, moderator):
    case = held_listing()
    Listing.objects.all().delete()

    assert "n’existe plus" in client.get(QUEUE).content.decode()
    assert "n’existe plus" in client.get(address(case)).content.decode()
