"""Moderators write rules; one that its phrases contradict is refused."""

import pytest
from django.contrib.auth.models import Group

from moderation.models import Rule
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ROOM = "/admin/regles/"
RULE = {
    "slug": "trottinettes",
    "name": "Trottinettes",
    "category": "scam",
    "kind": "words",
    "patterns": "{vends|donne} … trottinette*",
    "exceptions": "casque … trottinette*",
    "action": "refuse",
    "places": "listing",
    "message": "Pas de trottinettes.",
    "law": "",
    "caught": "Vends belle trottinette",
    "let_through": "Vends casque de trottinette",
    "is_active": "on",
}


def enter(client, group):
    user = UserFactory()
    if group:
        user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    return user


@pytest.mark.parametrize("address", ["", "new/", "edit/{}/", "essayer/"])
@pytest.mark.parametrize("group", ["Rédaction", "Administration", None])
def test_only_moderators_enter(client, address, group):
    enter(client, group)
    address = ROOM + address.format(Rule.objects.first().pk)
    before = Rule.objects.count()

    assert client.get(address).status_code == 302
    assert client.post(address, RULE).status_code == 302
    assert Rule.objects.count() == before
    assert ROOM not in client.get("/admin/").content.decode()


def test_a_moderator_writes_a_rule(client):
    enter(client, "Modération")

    answer = client.post(f"{ROOM}new/", RULE)

    assert answer.status_code == 302
    rule = Rule.objects.get(slug="trottinettes")
    assert (rule.action, rule.is_active, rule.is_as_shipped) == ("refuse", True, False)


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        (
            {"caught": "Vends vélo"},
            "caught",
            "La règle laisse passer : « Vends vélo ».",
        ),
        (
            {"let_through": "Donne trottinette"},
            "let_through",
            "La règle arrête : « Donne trottinette ».",
        ),
        (
            {"patterns": "{vends trottinette"},
            "patterns",
            "« {vends trottinette » : Fermez chaque accolade : { et } vont par deux.",
        ),
        (
            {"exceptions": "c*"},
            "exceptions",
            "« c* » : Gardez au moins trois lettres devant l’étoile.",
        ),
        ({"message": ""}, "message", "Champ requis."),
    ],
)
def test_a_rule_that_does_not_hold_is_refused_at_its_field(client, change, field, said):
    enter(client, "Modération")

    answer = client.post(f"{ROOM}new/", RULE | change)

    assert answer.status_code == 200
    assert {
        name: [message.replace("\u00a0", " ") for message in messages]
        for name, messages in answer.context["form"].errors.items()
    } == {field: [said]}
    assert not Rule.objects.filter(slug="trottinettes").exists()


def test_rates_need_no_phrases(client):
    enter(client, "Modération")
    change = {"kind": "rate", "patterns": "3 annonces en 1 jour", "exceptions": ""}
    phrases = {"caught": "", "let_through": ""}

    assert client.post(f"{ROOM}new/", RULE | change | phrases).status_code == 302
    assert Rule.objects.get(slug="trottinettes").kind == "rate"


def test_a_moderator_cannot_delete_a_rule(client):
    enter(client, "Modération")
    rule = Rule.objects.first()

    assert client.post(f"{ROOM}delete/{rule.pk}/").status_code == 302
    assert Rule.objects.filter(pk=rule.pk).exists()


def test_every_shipped_rule_can_be_saved_unchanged(client):
    enter(client, "Modération")
    for rule in Rule.objects.all():
        page = client.get(f"{ROOM}edit/{rule.pk}/")
        initial = page.context["form"].initial
        kept = {name: value for name, value in initial.items() if value}

        answer = client.post(f"{ROOM}edit/{rule.pk}/", kept)

        assert answer.status_code == 302, answer.context["form"].errors
        assert Rule.objects.get(pk=rule.pk).is_as_shipped


def test_the_list_is_filtered(client):
    enter(client, "Modération")

    page = client.get(ROOM, {"category": "animals", "places": "listing"})

    assert [rule.slug for rule in page.context["object_list"]] == ["animaux"]
    assert "Essayer un texte" in page.content.decode()


def rules(how_many):
    for number in range(how_many):
        Rule(slug=f"r{number}", name="Règle", message="Non.", action="flag").save()


@pytest.mark.parametrize("how_many", [1, 15])
def test_the_list_costs_the_same_whatever_its_length(
    client, django_assert_max_num_queries, how_many
):
    Rule.objects.all().delete()
    rules(how_many)
    enter(client, "Modération")
    client.get(ROOM)  # content types and site are cached from now on

    with django_assert_max_num_queries(12):
        page = client.get(ROOM)

    assert len(page.context["object_list"]) == how_many


def test_a_text_is_tried_and_stored_nowhere(client):
    enter(client, "Modération")

    answer = client.post(
        f"{ROOM}essayer/", {"text": "<b>ch1ots</b> à donner", "place": "listing"}
    )

    html = answer.content.decode()
    assert answer.context["findings"][0]["words"] == "ch1ots"
    assert "Animaux vendus, donnés ou cherchés" in html
    assert "<b>ch1ots</b>" not in html
    nothing = client.post(f"{ROOM}essayer/", {"text": "Bonjour", "place": "message"})
    assert "Aucune règle n’a rien à redire." in nothing.content.decode()
