"""One live page holds the rules that everybody accepts."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from cms.charter import current_charter
from cms.legal import make_legal_pages
from cms.models import InfoPage
from tests.factories import InfoPageFactory

pytestmark = pytest.mark.django_db


def test_a_version_is_in_force_once_it_is_published():
    page = InfoPageFactory(charter=True)
    page.version_date, page.changes = date(2027, 1, 4), "Plus de troc."
    draft = page.save_revision()
    assert current_charter(None).version == date(2026, 11, 2)

    draft.publish()

    charter = current_charter(None)
    assert (charter.version, charter.changes) == (date(2027, 1, 4), "Plus de troc.")
    assert (charter.title, charter.url) == ("Nos règles", "/infos/regles/")


def test_a_page_that_is_not_online_binds_nobody():
    page = InfoPageFactory(charter=True)
    page.unpublish()

    assert current_charter(None) is None


def test_rules_are_dated_and_stand_on_one_page():
    page = InfoPageFactory(charter=True)
    page.full_clean()
    page.version_date = None
    with pytest.raises(ValidationError) as undated:
        page.full_clean()
    with pytest.raises(ValidationError) as second:
        InfoPageFactory(charter=True, slug="autres")

    codes = [caught.value.error_dict for caught in (undated, second)]
    assert codes[0]["version_date"][0].code == "undated"
    assert codes[1]["is_charter"][0].code == "second_charter"
    assert "Nos règles" in codes[1]["is_charter"][0].messages[0]


def test_the_page_that_the_law_asks_for_holds_the_rules():
    make_legal_pages()

    assert InfoPage.objects.get(is_charter=True).slug == "conditions-utilisation"


def test_the_pages_that_the_law_asks_for_respect_rules_that_are_elsewhere():
    InfoPageFactory(charter=True)

    make_legal_pages()

    assert InfoPage.objects.get(is_charter=True).slug == "regles"
