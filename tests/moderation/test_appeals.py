"""Contesting a decision: once, within six months, answered by somebody else."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from moderation.actions import open_case
from moderation.appeals import contest
from moderation.models import Action, Appeal, Case, Decision, Urgency
from moderation.targets import target_of
from tests.factories import ListingFactory, MessageFactory, UserFactory
from tests.judging import judge

pytestmark = pytest.mark.django_db
WORDS = "Ce numéro est celui de la mairie."
LIST = "/compte/decisions/"


def page_of(decision):
    return f"{LIST}{decision.public_id}/"


@pytest.fixture
def hidden(client):
    decision = judge(ListingFactory())
    client.force_login(decision.owner)
    return decision


def test_the_page_gives_the_whole_statement_of_reasons(client, hidden):
    page = client.get(page_of(hidden)).content.decode()

    for words in (
        "Votre annonce est masquée",
        "Je tonds votre pelouse",
        "Un numéro de téléphone.",
        "Une annonce ne contient ni téléphone",
        "ni sur le site ni par les applications",
        "Sans limite de durée",
        "Décidé par une personne de la modération, sans automate.",
        "Contester",
    ):
        assert words in page
    assert hidden.moderator.email not in page
    assert "Décisions me concernant" in client.get("/compte/").content.decode()


def test_decisions_of_somebody_else_do_not_exist(client, hidden):
    client.force_login(UserFactory())

    for address in (page_of(hidden), f"{LIST}{uuid4()}/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"words": WORDS}).status_code == 404
    assert "pelouse" not in client.get(LIST).content.decode()
    assert not Appeal.objects.exists()
    client.logout()
    assert client.get(page_of(hidden)).status_code == 302


@pytest.mark.parametrize("how_many", [1, 12])
def test_the_list_costs_the_same_whatever_its_length(
    client, resident, django_assert_num_queries, how_many
):
    for _number in range(how_many):
        judge(ListingFactory(author=resident))
    client.force_login(resident)
    client.get(LIST)

    with django_assert_num_queries(7):
        page = client.get(LIST)

    assert len(page.context["shown"]) == how_many


@pytest.mark.parametrize("words", ["", "   ", "a" * 2001])
def test_reasons_are_needed_and_what_was_typed_stays(client, hidden, words):
    page = client.post(page_of(hidden), {"words": words})

    assert page.context["form"].errors["words"]
    assert words in page.content.decode()
    assert not Appeal.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_appeal_opens_the_case_again_and_is_acknowledged(client):
    decision = judge(ListingFactory())
    client.force_login(decision.owner)

    page = client.post(page_of(decision), {"words": WORDS}, follow=True)

    assert WORDS in page.content.decode()
    case = Case.objects.open().get()
    assert (case.urgency, case.appeals.get().decision) == (Urgency.WAITING, decision)
    call_command("work", once=True, verbosity=0)
    receipt = mail.outbox[-1]
    assert receipt.subject == "Votre contestation est reçue"
    assert WORDS in receipt.body


def test_a_decision_is_contested_once(client, hidden):
    client.post(page_of(hidden), {"words": WORDS})
    fresh = Decision.objects.get()

    assert "Contester</button>" not in client.get(page_of(hidden)).content.decode()
    with pytest.raises(ValidationError) as raised:
        contest(fresh, fresh.owner, "Encore.")
    assert raised.value.code == "already_contested"
    with pytest.raises(ValidationError) as raised:
        contest(hidden, hidden.owner, "Encore.")  # a tab opened before
    assert raised.value.code == "already_contested"
    assert Appeal.objects.get().words == WORDS


def test_six_months_later_it_is_too_late(client, hidden):
    late = time_machine.travel(hidden.contest_until + timedelta(seconds=1))
    with late, pytest.raises(ValidationError) as raised:
        contest(hidden, hidden.owner, WORDS)
    assert raised.value.code == "too_late"
    with time_machine.travel(hidden.contest_until - timedelta(seconds=1)):
        contest(hidden, hidden.owner, WORDS)
    assert hidden.contest_until - hidden.decided_at == timedelta(days=183)


def test_what_takes_nothing_or_is_gone_is_not_contested():
    listing = ListingFactory(status="hidden")
    restored = judge(listing, Action.RESTORE)
    hidden = judge(listing)
    listing.delete()

    for decision, code in ((restored, "nothing_to_contest"), (hidden, "target_gone")):
        with pytest.raises(ValidationError) as raised:
            contest(decision, decision.owner, WORDS)
        assert raised.value.code == code
    assert not Case.objects.open().exists()


def test_who_decided_does_not_answer_the_appeal(hidden):
    contest(hidden, hidden.owner, WORDS)
    listing = target_of(ListingFactory._meta.model.objects.get()).item

    with pytest.raises(ValidationError) as raised:
        judge(listing, Action.RESTORE, moderator=hidden.moderator)

    assert raised.value.code == "same_moderator"
    listing.refresh_from_db()
    assert listing.status == "hidden"
    assert Appeal.objects.get().answered_at is None


def test_a_rule_never_answers_an_appeal():
    message = MessageFactory()
    decision = judge(message, Action.REMOVE)
    contest(decision, decision.owner, WORDS)

    judge(message, Action.RESTORE, moderator=None)

    assert Appeal.objects.get().answered_at is None
    assert Case.objects.open().exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("action", "upheld", "said", "status"),
    [
        (Action.RESTORE, True, "Vous aviez raison", "published"),
        (Action.KEEP, False, "La décision est maintenue.", "hidden"),
        (Action.REFUSE, False, "Une nouvelle décision la remplace.", "refused"),
    ],
)
def test_another_moderator_answers_with_reasons(client, action, upheld, said, status):
    listing = ListingFactory()
    decision = judge(listing)
    contest(decision, decision.owner, WORDS)
    call_command("work", once=True, verbosity=0)
    mail.outbox.clear()

    answer = judge(listing, action, "Relu par une autre personne.")
    call_command("work", once=True, verbosity=0)

    appeal = Appeal.objects.get()
    assert (appeal.answer, appeal.upheld) == (answer, upheld)
    assert not Case.objects.open().exists()
    listing.refresh_from_db()
    assert listing.status == status
    [sent] = mail.outbox
    assert sent.subject == "Réponse à votre contestation"
    assert said in sent.body
    assert "Relu par une autre personne." in sent.body
    client.force_login(decision.owner)
    page = client.get(page_of(decision)).content.decode()
    assert said in page
    assert "Relu par une autre personne." in page


def test_every_measure_that_can_be_contested_can_be_taken_back():
    later = timezone.now() + timedelta(days=7)
    for item, action, back in [
        (ListingFactory(status="pending"), Action.CHANGES, Action.PUBLISH),
        (ListingFactory(status="pending"), Action.REFUSE, Action.RESTORE),
        (ListingFactory(), Action.HIDE, Action.RESTORE),
        (MessageFactory(held=True), Action.REFUSE, Action.RESTORE),
        (MessageFactory(), Action.REMOVE, Action.RESTORE),
        (UserFactory(), Action.WARN, Action.LIFT),
        (UserFactory(), Action.LIMIT, Action.LIFT),
        (UserFactory(), Action.SUSPEND, Action.LIFT),
        (UserFactory(), Action.BAN, Action.LIFT),
    ]:
        decision = judge(item, action, until=later)
        contest(decision, decision.owner, WORDS)
        fresh = type(item).objects.get(pk=item.pk)
        assert {back, Action.KEEP} <= set(target_of(fresh).actions()), action
        judge(fresh, back)
        assert Appeal.objects.get(decision=decision).upheld is True


def test_changes_that_were_asked_go_back_to_review_when_they_are_made(client):
    listing = ListingFactory(status="pending")
    open_case(target_of(listing))
    judge(listing, Action.CHANGES, "Ajoutez un prix.")
    client.force_login(listing.author)
    assert "Ajoutez un prix." in client.get("/compte/annonces/").content.decode()
    form = {
        "kind": "offer",
        "category": "jardin-bois",
        "title": "Tonte à 15 €",
        "description": "Le samedi.",
        "commune": "Prémery",
        "price_kind": "free",
        "audience": "public",
    }

    page = client.post(f"/annonces/{listing.code}/modifier/", form, follow=True)

    assert "Votre annonce sera relue" in page.content.decode()
    listing.refresh_from_db()
    assert (listing.status, listing.title) == ("pending", "Tonte à 15 €")
    assert Case.objects.open().get().target_id == listing.public_id


@pytest.mark.parametrize("action", [Action.HIDE, Action.REFUSE, Action.CHANGES])
def test_my_listings_lead_to_the_decision(client, resident, action):
    status = "published" if action == Action.HIDE else "pending"
    listing = ListingFactory(author=resident, status=status)
    decision = judge(listing, action)
    client.force_login(resident)

    for address in ("/compte/annonces/", listing.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "Un numéro de téléphone." in page
        assert page_of(decision) in page


def test_a_refused_message_leads_its_author_to_the_decision(client):
    message = MessageFactory(held=True)
    decision = judge(message, Action.REFUSE)
    thread = message.conversation.get_absolute_url()
    client.force_login(message.author)
    assert page_of(decision) in client.get(thread).content.decode()

    client.force_login(message.conversation.listing.author)

    assert str(decision.public_id) not in client.get(thread).content.decode()
