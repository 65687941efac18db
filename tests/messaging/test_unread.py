import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template

from messaging.actions import mark_read, send
from tests.factories import ConversationFactory, UserFactory

pytestmark = pytest.mark.django_db
TAG = Template("{% load messaging_tags %}{% unread_count as unread %}{{ unread }}")


def shown_to(rf, user):
    request = rf.get("/")
    request.user = user
    return TAG.render(Context({"request": request}))


@pytest.mark.parametrize("how_many", [1, 15])
def test_waiting_messages_are_counted_in_one_query(
    rf, django_assert_num_queries, how_many
):
    reader = UserFactory()
    for _number in range(how_many):
        thread = ConversationFactory(listing__author=reader)
        send(thread, thread.initiator, "Bonjour")
        send(thread, reader, "Oui ?")

    with django_assert_num_queries(1):
        assert shown_to(rf, reader) == str(how_many)


def test_only_what_the_other_wrote_since_waits(rf):
    thread = ConversationFactory()
    owner = thread.listing.author
    send(thread, thread.initiator, "Vu")
    mark_read(thread, owner)
    send(thread, thread.initiator, "Pas encore vu")

    assert shown_to(rf, owner) == "1"
    assert shown_to(rf, thread.initiator) == "0"


def test_a_visitor_has_none_and_costs_nothing(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert shown_to(rf, AnonymousUser()) == "0"
        assert TAG.render(Context()) == "0"
