"""A case outlives what it is about: closing it answers whoever waits."""

import pytest

from listings.models import Listing
from messaging.models import Message
from moderation.appeals import contest
from moderation.models import Action, Answer, Appeal, AuditEvent, Case, Notice
from moderation.notices.actions import misuses
from tests.factories import ListingFactory, MessageFactory
from tests.judging import judge

from .conftest import address, reported
from .test_bulk import send

pytestmark = pytest.mark.django_db
FACTS = "Son auteur l’a effacé."


@pytest.fixture
def sent(settings, mailoutbox):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return mailoutbox


def close(client, case, action=Action.CLOSE):
    said = {"about": "item", "action": action, "facts": FACTS}
    return client.post(address(case), said, follow=True)


def erase():
    Message.objects.all().delete()
    Listing.objects.all().delete()


@pytest.mark.parametrize("made", [ListingFactory, MessageFactory])
def test_closing_answers_every_reporter_and_nobody_else(client, moderator, sent, made):
    case = reported(made(), 2)
    erase()
    page = client.get(address(case))
    offered = [form.action for form in page.context["forms"]]
    assert offered == [Action.CLOSE]

    close(client, case)

    assert not Case.objects.open().exists()
    reporters = [one.reporter.email for one in Notice.objects.all()]
    assert sorted(one.to[0] for one in sent) == sorted(reporters)
    for letter in sent:
        assert "ce contenu n’existe plus" in letter.body
        assert FACTS in letter.body
        assert "Vous n’êtes pas d’accord" not in letter.body
    assert set(Notice.objects.values_list("answer", flat=True)) == {Answer.GONE}
    [event] = AuditEvent.objects.all()  # nothing private was read
    assert (event.verb, event.actor) == ("decided", moderator)


def test_the_page_of_the_number_says_so_and_leaves_nothing_to_contest(
    client, moderator, settings
):
    settings.NOTICES_BEFORE_MISUSE = 1
    case = reported(ListingFactory())
    erase()
    close(client, case)
    notice = Notice.objects.get()

    page = client.get(notice.get_absolute_url()).text
    client.post(notice.get_absolute_url(), {"words": "Non."})

    assert "Ce contenu n’existe plus" in page
    assert FACTS in page
    assert "Contester</button>" not in page
    assert "Le délai pour contester" not in page
    assert not Appeal.objects.exists()
    assert not misuses(notice.reporter)


def test_an_appeal_about_it_is_answered_too(client, moderator, sent):
    decision = judge(ListingFactory())
    contest(decision, decision.owner, "C’est faux.")
    erase()
    sent.clear()

    close(client, Case.objects.open().get())

    appeal = Appeal.objects.get()
    assert (appeal.answer.action, appeal.upheld) == (Action.CLOSE, False)
    [letter] = sent
    assert letter.to == [decision.owner.email]
    assert "La décision est maintenue." in letter.body
    assert FACTS in letter.body


def test_what_is_still_there_is_not_closed_so(client, moderator):
    case = reported(ListingFactory())

    page = close(client, case)

    assert "Cette décision ne convient plus" in page.text
    assert Case.objects.open().get() == case


def test_several_are_closed_at_once(client, moderator):
    cases = [reported(ListingFactory()) for _number in range(2)]
    erase()

    page = client.get(send(client, cases, "clore")["Location"]).text

    assert "2 dossiers décidés." in page
    assert not Case.objects.open().exists()
    assert Notice.objects.filter(answer=Answer.GONE).count() == 2
