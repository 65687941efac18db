"""The yearly and monthly figures, and the journal of what staff did."""

import csv
import json
from datetime import datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from background.spreadsheets import safe_cell
from moderation.actions import open_case
from moderation.appeals import contest
from moderation.models import Action, Decision, Ground, Notice
from moderation.targets import target_of
from moderation.transparency import Period, lines, report
from tests.factories import ListingFactory, MessageFactory, UserFactory
from tests.judging import judge

pytestmark = pytest.mark.django_db
NOVEMBER = datetime(2026, 11, 10, 12).astimezone()
FIGURES = "/admin/transparence/"
JOURNAL = "/admin/journal/"


def noticed(listing, ground=Ground.CONTACT):
    return Notice.objects.create(
        case=open_case(target_of(listing)),
        reporter=UserFactory(),
        address="https://example.org/annonces/",
        ground=ground,
        explanation="Un numéro.",
        in_good_faith=True,
    )


def a_month():
    """Two notices answered after 2 and 4 hours, one appeal upheld after 24."""
    with time_machine.travel(NOVEMBER, tick=False) as clock:
        one, two = ListingFactory(), ListingFactory()
        noticed(one)
        noticed(two, Ground.ANIMALS)
        clock.shift(timedelta(hours=2))
        hidden = judge(one)
        clock.shift(timedelta(hours=2))
        judge(two, Action.KEEP)
        judge(MessageFactory(held=True), Action.REFUSE, moderator=None)
        judge(UserFactory(), Action.SUSPEND, until=NOVEMBER + timedelta(days=9))
        contest(hidden, hidden.owner, "Non.")
        clock.shift(timedelta(hours=24))
        judge(one, Action.RESTORE)
    with time_machine.travel(NOVEMBER + timedelta(days=30)):
        judge(ListingFactory())


def test_the_figures_of_a_month_are_those_of_its_rows():
    a_month()

    found = report(Period.named("2026-11"))

    assert found == {
        "period": "2026-11",
        "notices": {
            "received": 2,
            "acted": 1,
            "kept": 1,
            "gone": 0,
            "trusted": 0,
            "life": 0,
            "by_ground": {"animals": 1, "contact": 1},
            "median_hours": 3.0,
        },
        "decisions": {
            "taken": 5,
            "restricting": 3,
            "automatic": 1,
            "found_by_rule": 0,
            "suspensions": 1,
            "bans": 0,
            "by_action": {
                "hide": 1,
                "keep": 1,
                "refuse": 1,
                "restore": 1,
                "suspend": 1,
            },
            "by_kind": {"listing": 1, "message": 1, "person": 1},
            "by_ground": {"contact": 3},
            "automatic_by_ground": {"contact": 1},
        },
        "appeals": {
            "received": 1,
            "from_reporters": 0,
            "taken_back": 1,
            "maintained": 0,
            "waiting": 0,
            "median_hours": 24.0,
        },
        "recipients": {"monthly_average": None, "months": 0},
    }
    assert report(Period.named("2026"))["decisions"]["taken"] == 6
    assert report(Period.named("2026-10"))["decisions"]["taken"] == 0


def test_an_empty_month_has_no_median():
    found = report(Period.named("2026-02"))

    assert found["notices"]["median_hours"] is None
    assert ("Signalements", "reçus", 0) in lines(found)


@pytest.mark.parametrize(
    "name", ["", "2026-13", "demain", "2026-00", "99999", "0", "1", "0001-03"]
)
def test_what_is_no_period_is_refused(name):
    with pytest.raises(ValidationError) as raised:
        Period.named(name)
    assert raised.value.code == "period"


def test_a_period_begins_and_ends_at_midnight_in_nievre():
    december = Period.named("2026-12")

    assert december.start.isoformat() == "2026-12-01T00:00:00+01:00"
    assert december.end.isoformat() == "2027-01-01T00:00:00+01:00"


def test_the_report_costs_the_same_whatever_the_number_of_rows(connection_queries):
    sizes = []
    for how_many in (1, 6):
        for _number in range(how_many):
            listing = ListingFactory()
            noticed(listing)
            decision = judge(listing)
            contest(decision, decision.owner, "Non.")
            judge(listing, Action.RESTORE)
        sizes.append(connection_queries(lambda: report(Period.named(str(this_year())))))
    assert sizes[0] == sizes[1]


def this_year():
    return timezone.localdate().year


@pytest.fixture
def connection_queries():
    def count(act):
        with CaptureQueriesContext(connection) as queries:
            act()
        return len(queries)

    return count


def printed(**options):
    out = StringIO()
    call_command("transparency_report", stdout=out, **options)
    return out.getvalue()


def test_the_command_prints_text_and_json():
    a_month()

    assert "Décisions – suspensions de compte : 1" in printed(month="2026-11")
    as_json = json.loads(printed(year="2026", format="json"))
    assert as_json == report(Period.named("2026"))
    with pytest.raises(CommandError):
        printed(month="novembre")


def member_of(name):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=name))
    return user


@pytest.mark.parametrize(
    ("group", "address", "status"),
    [
        ("Modération", FIGURES, 200),
        ("Administration", FIGURES, 200),
        ("Rédaction", FIGURES, 302),
        (None, FIGURES, 302),
        ("Administration", JOURNAL, 200),
        ("Modération", JOURNAL, 302),
        ("Rédaction", JOURNAL, 302),
        (None, JOURNAL, 302),
    ],
)
def test_who_reads_the_figures_and_who_reads_the_journal(
    client, group, address, status
):
    client.force_login(member_of(group) if group else UserFactory())

    assert client.get(address).status_code == status


def test_the_page_shows_the_figures_and_gives_them_as_a_file(client):
    a_month()
    client.force_login(member_of("Modération"))

    page = client.get(FIGURES, {"periode": "2026-11"}).content.decode()
    assert "suspensions de compte" in page
    assert client.get(FIGURES, {"periode": "demain"}).status_code == 200
    file = client.get(FIGURES, {"periode": "2026-11", "format": "csv"})

    rows = list(csv.reader(StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Partie", "Donnée", "2026-11"]
    assert ["Décisions", "suspensions de compte", "1"] in rows


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start):
    assert safe_cell(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"
    assert safe_cell(-3) == -3


def test_the_journal_lists_acts_and_changes_none(client):
    judge(ListingFactory(title="Tonte"))
    client.force_login(member_of("Administration"))

    page = client.get(JOURNAL).content.decode()

    assert "a décidé" in page
    assert Decision.objects.get().moderator.email not in page
    for nothing in ("new", "edit/1", "delete/1"):
        assert client.get(f"{JOURNAL}{nothing}/").status_code == 404


@pytest.mark.parametrize("how_many", [1, 12])
def test_the_journal_costs_the_same_whatever_its_length(
    client, django_assert_num_queries, how_many
):
    for _number in range(how_many):
        judge(ListingFactory())
    client.force_login(member_of("Administration"))
    client.get(JOURNAL)

    with django_assert_num_queries(11):
        page = client.get(JOURNAL)

    assert len(page.context["object_list"]) == how_many
