import pytest

from moderation.models import Rule
from moderation.screening import advice_on, advising
from moderation.screening.advising import KEPT_SECONDS, advisers
from tests.factories import ConversationFactory
from tests.messaging.test_thread import send

pytestmark = pytest.mark.django_db


def test_moderators_write_what_a_conversation_advises(
    client, django_assert_num_queries, monkeypatch
):
    rule = Rule.objects.get(slug="money")
    rule.patterns, rule.message = "brouette", "Une brouette se rend propre."
    rule.save()
    thread = ConversationFactory()
    send(thread, thread.initiator, "Je vous prête la brouette")
    client.force_login(thread.listing.author)

    with django_assert_num_queries(0):
        assert advice_on(["la brouette"]) == []
    now = advising.monotonic() + KEPT_SECONDS + 1
    monkeypatch.setattr(advising, "monotonic", lambda: now)
    page = client.get(thread.get_absolute_url()).content.decode()

    assert page.count("Une brouette se rend propre.") == 1
    with django_assert_num_queries(0):
        assert [one.message for one in advice_on(["brouette"])] == [rule.message]


def test_a_rule_of_advice_switched_off_says_nothing(monkeypatch):
    assert [one.rule for one in advice_on(["par virement"])] == ["money"]
    Rule.objects.filter(slug="money").update(is_active=False)
    monkeypatch.setattr(advisers, "read_at", None)

    assert advice_on(["par virement"]) == []
