"""A decision is written once, with its reasons, and tells whom it concerns."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from moderation.actions import Judgment, decide, open_case
from moderation.charter import RULES
from moderation.models import (
    Action,
    AuditEvent,
    Case,
    Decision,
    Ground,
    Urgency,
)
from moderation.targets import target_of
from tests.factories import ListingFactory, MessageFactory, UserFactory
from tests.judging import judge

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def code_of(raised) -> str:
    return raised.value.code


def refused_write(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


def test_a_decision_is_never_saved_again():
    decision = judge(ListingFactory())
    decision.facts = "Autre chose."

    with pytest.raises(TypeError):
        decision.save()

    assert Decision.objects.get().facts == "Un numéro de téléphone."


@pytest.mark.parametrize(
    "change",
    [
        {"facts": "Autre chose."},
        {"action": Action.RESTORE},
        {"ground": Ground.SCAM},
        {"rule": "Une autre règle"},
        {"is_automatic": True},
        {"until": timezone.now()},
        {"subject_line": "Autre titre"},
        {"decided_at": timezone.now() - WEEK},
        {"case": None, "facts": "Autre chose."},
    ],
)
def test_no_query_changes_a_decision(change):
    judge(ListingFactory())

    refused_write(lambda: Decision.objects.update(**change))

    assert Decision.objects.get().facts == "Un numéro de téléphone."


def test_no_query_changes_an_audit_event():
    judge(ListingFactory())

    refused_write(lambda: AuditEvent.objects.update(ground="rien"))
    refused_write(lambda: AuditEvent.objects.update(actor=UserFactory()))

    assert AuditEvent.objects.get().ground == "masquer"


def test_who_goes_away_is_forgotten_and_the_decision_stays():
    decision = judge(ListingFactory())
    moderator, owner = decision.moderator, decision.owner

    refused_write(lambda: Decision.objects.update(owner=moderator))
    moderator.delete()
    owner.delete()

    kept = Decision.objects.get()
    assert (kept.owner, kept.moderator) == (None, None)
    assert kept.facts == "Un numéro de téléphone."
    assert AuditEvent.objects.get().actor is None


def test_every_ground_has_words_of_the_charter():
    assert set(RULES) == set(Ground)


def test_a_decision_and_its_mail_are_one_transaction(monkeypatch):
    listing = ListingFactory()
    open_case(target_of(listing))

    def fail(*decided):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("moderation.actions.tell_owner", fail)
    with pytest.raises(RuntimeError):
        judge(listing)

    listing.refresh_from_db()
    assert listing.status == "published"
    assert not Decision.objects.exists()
    assert not AuditEvent.objects.exists()
    assert Case.objects.open().exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("status", "action", "subject"),
    [
        ("pending", Action.CHANGES, "Votre annonce est à modifier"),
        ("pending", Action.REFUSE, "Votre annonce est refusée"),
        ("published", Action.HIDE, "Votre annonce est masquée"),
        ("hidden", Action.RESTORE, "Votre annonce est de nouveau en ligne"),
    ],
)
def test_an_author_reads_the_reasons_in_both_parts_of_a_mail(status, action, subject):
    listing = ListingFactory(status=status)

    judge(listing, action, "Le prix <b>manque</b>.")
    call_command("work", once=True, verbosity=0)

    [sent] = mail.outbox
    assert sent.to == [listing.author.email]
    assert sent.subject == f"{subject}\u00a0: Je tonds votre pelouse"
    assert "Le prix <b>manque</b>." in sent.body
    html = sent.message().get_body(["html"]).get_content()
    assert "Le prix &lt;b&gt;manque&lt;/b&gt;." in html
    assert "Choisir les courriels" not in html
    contestable = action != Action.RESTORE
    for part in (sent.body, html):
        assert ("coordonnées" in part or "ni téléphone" in part) == contestable
        assert ("contester gratuitement" in part) == contestable
    moderator = Decision.objects.get().moderator
    assert moderator.email not in sent.message().as_string()


def test_a_message_is_refused_then_given_back():
    message = MessageFactory(held=True)

    judge(message, Action.REFUSE, ground=Ground.SCAM)
    message.refresh_from_db()
    assert message.state == "refused"
    judge(message, Action.RESTORE)

    message.refresh_from_db()
    assert message.state == "delivered"


def test_measures_with_a_term_need_one_to_come():
    person = UserFactory()

    for until, code in ((None, "until_missing"), (timezone.now(), "until_past")):
        for action in (Action.LIMIT, Action.SUSPEND):
            with pytest.raises(ValidationError) as raised:
                judge(person, action, until=until)
            assert code_of(raised) == code
    assert User.objects.get(pk=person.pk).is_suspended is False
    assert not Decision.objects.exists()


def test_a_term_is_kept_only_of_what_ends_by_itself():
    person, until = UserFactory(), timezone.now() + WEEK

    assert judge(person, Action.SUSPEND, until=until).until == until
    assert judge(person, Action.BAN, until=until).until is None


def test_of_two_moderators_on_one_case_one_decides():
    listing = ListingFactory()
    seen = open_case(target_of(listing), Urgency.HARM)
    first, second = UserFactory(), UserFactory()
    calm = Judgment(Action.KEEP, "Rien à redire.")

    decide(target_of(listing), calm, first, seen=seen)
    with pytest.raises(ValidationError) as raised:
        decide(target_of(listing), calm, second, seen=seen)

    assert code_of(raised) == "already_decided"
    assert Decision.objects.get().moderator == first


def test_of_two_moderators_hiding_one_listing_one_hides():
    listing = ListingFactory()
    same = type(listing).objects.get(pk=listing.pk)

    judge(listing)
    with pytest.raises(ValidationError) as raised:
        judge(same)

    assert code_of(raised) == "state_changed"
    assert Decision.objects.count() == 1
