"""A thread leaves no connection behind."""

import gc
from threading import Thread

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def no_collection():
    """Python frees no circle meanwhile: a server that is asked little does not."""
    gc.disable()
    yield
    gc.enable()


def test_a_connection_ends_with_its_thread(no_collection):
    opened = []

    def ask():
        connection.ensure_connection()
        opened.append(connection.connection)
        opened[0].execute("SELECT 1")

    thread = Thread(target=ask)
    thread.start()
    thread.join()

    with pytest.raises(connection.Database.Error, match="closed"):
        opened[0].execute("SELECT 1")


def test_a_connection_outlives_the_one_before_and_another_beside():
    connection.close()
    connection.ensure_connection()
    another = connection.copy()
    another.ensure_connection()
    another.close()
    gc.collect()

    assert connection.is_usable()
