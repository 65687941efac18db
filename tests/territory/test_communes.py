import pytest
from django.core.exceptions import ValidationError

from territory.forms import CommuneField
from territory.loading import load_communes
from territory.models import Commune
from territory.words import folded, words

pytestmark = pytest.mark.django_db


def test_migrating_brings_the_309_communes_once():
    load_communes()

    assert Commune.objects.count() == 309


@pytest.mark.parametrize(
    ("typed", "insee"),
    [
        ("Prémery", "58218"),
        ("premery", "58218"),
        ("58218", "58218"),
        ("Cosne", "58086"),
        ("Château-Chinon", "58062"),
    ],
)
def test_a_commune_is_understood_as_people_type_it(typed, insee):
    assert CommuneField().clean(typed).pk == insee


def test_an_unknown_commune_gets_a_suggestion():
    with pytest.raises(ValidationError) as refusal:
        CommuneField().clean("Prémerie")

    assert refusal.value.code == "unknown_commune"
    assert "Vouliez-vous dire Prémery" in refusal.value.messages[0]


def test_a_shared_postcode_is_not_guessed():
    with pytest.raises(ValidationError) as refusal:
        CommuneField().clean("58700")

    assert refusal.value.code == "ambiguous_commune"


def test_near_keeps_to_the_distance_and_includes_the_commune_itself():
    premery = Commune.objects.get(name="Prémery")

    names = set(Commune.objects.near(premery, 15).values_list("name", flat=True))

    assert {"Prémery", "Guérigny"} <= names
    assert "Nevers" not in names


def test_typing_a_few_letters_finds_communes():
    found = Commune.objects.matching("chari").values_list("name", flat=True)

    assert "La Charité-sur-Loire" in found


def test_words_lose_accents_ligatures_and_control_characters():
    assert folded("Œufs d’Été") == "oeufs d’ete"
    assert words('dé\x00marches "*') == ["de", "marches"]
