"""Several cases of one kind are decided at once, each with its own decision."""

import pytest

from listings.models import Listing
from moderation.models import Case, Decision, ReasonTemplate
from tests.factories import ListingFactory

from .conftest import held_listing, held_message, reported

pytestmark = pytest.mark.django_db
QUEUE = "/admin/moderation/"


def send(client, cases, slug="publier", **extra):
    reason = ReasonTemplate.objects.get(slug=slug)
    keys = [str(case.public_id) for case in cases]
    return client.post(QUEUE, {"case": keys, "template": reason.pk, **extra})


def test_several_are_published_at_once(client, moderator):
    cases = [held_listing(), held_listing()]
    held_listing(title="Pas celle-ci")

    answer = client.get(send(client, cases)["Location"])

    assert "2 dossiers décidés." in answer.content.decode()
    assert Decision.objects.filter(action="publish", moderator=moderator).count() == 2
    assert Case.objects.open().get().subject_line == "Pas celle-ci"
    assert Listing.objects.get(status="pending").title == "Pas celle-ci"


def test_what_fails_is_told_case_by_case(client, moderator):
    good, decided = held_listing(), held_listing(title="<b>Déjà</b>")
    unfit = reported(ListingFactory(title="En ligne"))
    send(client, [decided])

    answer = client.get(
        send(client, [good, decided, unfit], "refuser-arnaque")["Location"]
    )

    page = answer.content.decode()
    assert "1 dossier décidé." in page
    assert "« &lt;b&gt;Déjà&lt;/b&gt; » : Déjà décidé par Paul : publier." in page
    assert "« En ligne » : Cette décision ne convient plus" in page
    assert Case.objects.open().get() == unfit
    assert Decision.objects.filter(action="refuse").count() == 1


def test_cases_of_two_kinds_are_refused_and_stay_ticked(client, moderator):
    cases = [held_listing(), held_message()]

    page = send(client, cases)

    assert page.status_code == 200
    assert "d’une seule sorte" in page.content.decode()
    assert all(row["checked"] for row in page.context["rows"])
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Cochez au moins un dossier."),
        ({"case": ["x"]}, "Choisissez une décision."),
    ],
)
def test_nothing_chosen_is_told(client, moderator, sent, words):
    held_listing()

    assert words in client.post(QUEUE, sent).content.decode()
    assert not Decision.objects.exists()
