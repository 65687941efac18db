"""Exports of the admin hold texts, whatever was typed."""

import csv
import io

import pytest
from openpyxl import load_workbook

from background.spreadsheets import safe_cell
from tests.factories import InfoPageFactory, UserFactory

from .corpus import FORMULAS

pytestmark = pytest.mark.django_db
EXPORTS = ["aging-pages", "site-history"]
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@pytest.fixture
def pages(client):
    client.force_login(UserFactory(is_superuser=True, first_name=FORMULAS[1][:40]))
    for text in FORMULAS:
        page = InfoPageFactory(title=text)
        page.save_revision(user=UserFactory(first_name=text[:40])).publish()


@pytest.mark.parametrize("text", FORMULAS, ids=range(len(FORMULAS)))
def test_no_cell_computes(text):
    cell = safe_cell(text)

    assert cell.startswith("'")
    assert cell.removeprefix("'") == text.replace("\x0b", "")


@pytest.mark.parametrize("value", [-3, 2.5, None, "Une haie", "12 – 14 h", "(à voir)"])
def test_what_is_no_formula_stays_as_it_is(value):
    assert safe_cell(value) == value


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_report_holds_no_formula(client, pages, kind):
    for name in EXPORTS:
        answer = client.get(f"/admin/reports/{name}/?export={kind}")
        cells, formulas = {"csv": cells_of_csv, "xlsx": cells_of_xlsx}[kind](answer)

        assert formulas == []
        assert {FORMULAS[1], f"'{FORMULAS[1]}"} & set(cells)


def cells_of_csv(answer):
    text = answer.getvalue().decode()
    rows = list(csv.reader(io.StringIO(text, newline="")))
    cells = [cell for row in rows for cell in row]
    return cells, [cell for cell in cells if cell.lstrip(" ").startswith(STARTS)]


def cells_of_xlsx(answer):
    sheet = load_workbook(io.BytesIO(answer.getvalue())).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    formulas = [cell.value for cell in cells if cell.data_type == "f"]
    return [cell.value for cell in cells], formulas
