import pytest
from django.core.exceptions import ImproperlyConfigured

from accounts.models import User
from config.demo import load
from listings.models import Listing
from messaging.models import Conversation, Message

pytestmark = pytest.mark.django_db


def test_the_whole_demo_loads_once(settings):
    settings.DEBUG = True

    assert load() is True
    assert load() is False

    counts = [model.objects.count() for model in (User, Listing, Conversation)]
    assert counts == [43, 120, 25]
    assert Listing.objects.live().filter(kind="offer").count() == 52
    assert Message.objects.count() > 75


def test_the_demo_stays_out_of_production():
    with pytest.raises(ImproperlyConfigured):
        load()

    assert not User.objects.exists()
