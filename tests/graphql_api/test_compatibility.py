"""The schema keeps what it promised, or says so."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from graphql_api import compatibility
from graphql_api.management.commands import check_schema

LOST = "Listing.colour was removed."


@pytest.fixture
def files(tmp_path, monkeypatch):
    """The published schema, with a field that ours lacks, and the announcements."""
    published, announced = tmp_path / "published.graphql", tmp_path / "breaking.txt"
    text = compatibility.PUBLISHED.read_text()
    inside = "type Listing implements Node {\n"
    assert inside in text
    published.write_text(text.replace(inside, f"{inside}  colour: String\n"))
    announced.write_text("# Breaking changes since the last release.\n")
    monkeypatch.setattr(check_schema, "PUBLISHED", published)
    monkeypatch.setattr(check_schema, "ANNOUNCED", announced)
    return published, announced


def test_the_schema_breaks_nothing_that_was_published():
    output = StringIO()
    call_command("check_schema", stdout=output)
    assert "breaks nothing" in output.getvalue()


def test_a_breaking_change_is_refused_unless_announced(files):
    _published, announced = files
    with pytest.raises(CommandError, match=LOST):
        call_command("check_schema")
    announced.write_text(f"# Why\n{LOST}\n")
    call_command("check_schema", stdout=StringIO())


def test_an_announcement_of_nothing_is_refused(files):
    files[1].write_text(f"{LOST}\nListing.title was removed.\n")
    with pytest.raises(CommandError, match="Announced, but not so"):
        call_command("check_schema")


def test_a_release_publishes_the_schema_of_today(files):
    call_command("check_schema", release=True)
    call_command("check_schema", stdout=StringIO())
    assert (
        files[0].read_text()
        == compatibility.HERE.joinpath("schema.graphql").read_text()
    )
