import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from accounts.models import User
from config.demo import load
from listings.models import Listing
from messaging.models import Conversation, Message
from moderation.models import Appeal, Case, Notice, Screening
from tests.factories import ListingFactory

pytestmark = pytest.mark.django_db


def test_the_whole_demo_loads_once(settings):
    settings.DEBUG = True

    assert load() is True
    assert load() is False

    counts = [model.objects.count() for model in (User, Listing, Conversation)]
    assert counts == [43, 120, 25]
    assert Listing.objects.live().filter(kind="offer").count() == 52
    assert Message.objects.count() > 75
    assert Case.objects.open().count() == 7
    assert (Screening.objects.count(), Notice.objects.count()) == (4, 3)
    assert Appeal.objects.get().answered_at is None


@pytest.mark.django_db(transaction=True)
def test_the_demo_loads_anew_over_what_was_there(settings):
    settings.DEBUG = True
    load()
    Listing.objects.first().delete()

    call_command("load_demo", anew=True, verbosity=0)

    assert Listing.objects.count() == 120


def test_the_demo_stays_out_of_production():
    ListingFactory()

    with pytest.raises(ImproperlyConfigured):
        load()
    with pytest.raises(ImproperlyConfigured):
        call_command("load_demo", anew=True)

    assert Listing.objects.count() == 1
