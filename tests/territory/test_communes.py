import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import RequestContext, Template

from territory.forms import CommuneField
from territory.loading import commune_names, load_communes
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
        (" 58640 ", "58303"),
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
    assert "Vouliez-vous dire Prémery\u202f?" in refusal.value.messages[0]


@pytest.mark.parametrize("shared", ["58700", "58200"])  # 58200 is an INSEE code too
def test_a_shared_postcode_lists_the_communes_to_choose_from(shared):
    with pytest.raises(ValidationError) as refusal:
        CommuneField().clean(shared)

    assert refusal.value.code == "ambiguous_commune"
    names = Commune.objects.filter(postcodes=shared).values_list("name", flat=True)
    assert len(names) > 1
    for name in names:
        assert name in refusal.value.messages[0]


@pytest.mark.parametrize("typed", ["58", "5", "00000", "58999", "--", "%"])
def test_a_piece_of_a_code_names_nothing(typed):
    assert not Commune.objects.named(typed).exists()


def test_every_suggested_name_is_understood_without_a_doubt():
    wrong = [
        name
        for insee, name in commune_names().items()
        if [row.pk for row in Commune.objects.named(name)] != [insee]
    ]

    assert len(commune_names()) == 309
    assert wrong == []


class TwoPlaces(forms.Form):
    home = CommuneField()
    work = CommuneField(required=False)


def page_with(rf, form):
    template = Template(
        """{% for field in form %}
        {% include "components/form_field.html" with field=field only %}
        {% endfor %}"""
    )
    return template.render(RequestContext(rf.get("/"), {"form": form}))


def test_names_are_suggested_once_in_a_page_without_a_query(
    rf, django_assert_num_queries
):
    with django_assert_num_queries(0):
        page = page_with(rf, TwoPlaces(initial={"home": "58218"}))

    assert page.count('list="communes"') == 2
    assert page.count('<datalist id="communes">') == 1
    assert page.count("<option ") == 309
    assert 'value="Prémery"' in page
    assert page_with(rf, TwoPlaces()).count("<datalist") == 1


@pytest.mark.parametrize("typed", ["58200", "Prémerie", '"><b>', "58218"])
def test_what_was_typed_is_shown_again_as_it_was(typed):
    field = TwoPlaces({"home": typed})["home"]

    assert field.value() == typed


@pytest.mark.parametrize("known", ["58218", Commune(pk="58218", name="Prémery")])
def test_a_stored_commune_is_shown_by_its_name(known):
    assert TwoPlaces(initial={"home": known})["home"].value() == "Prémery"


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
