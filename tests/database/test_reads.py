"""What each request reads is read as the ORM would, on any connection."""

from contextlib import closing
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.contrib.auth import get_user
from django.db import OperationalError, close_old_connections, connection
from django.test import RequestFactory

from accounts.backends import PERSON, AuthenticationBackend
from accounts.models import User
from accounts.sessions import SessionStore
from database import statements
from database.reads import Reads
from database.statements import Param, Statement
from tests.factories import UserFactory

CHANGE_TYPE = "ALTER TABLE accounts_user ALTER email TYPE varchar(%d)"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person():
    made = UserFactory()
    connection.close()  # each test begins with nothing prepared
    return made


def by_key():
    return User.objects.filter(pk=Param("key", User._meta.pk))


def lose_connection():
    """End it as a server that starts again does, which SQLite has none of."""
    if connection.vendor == "postgresql":
        with closing(connection.copy()) as another, another.cursor() as cursor:
            pid = connection.connection.info.backend_pid
            cursor.execute("SELECT pg_terminate_backend(%s, 1000)", [pid])


def change_type(length):
    if connection.vendor == "postgresql":
        with closing(connection.copy()) as another, another.cursor() as cursor:
            cursor.execute(
                f"ALTER TABLE accounts_user ALTER email TYPE varchar({length})"
            )


def test_every_column_is_what_the_orm_reads(person):
    (read,) = PERSON(key=person.pk)
    expected = User.objects.get(pk=person.pk)

    assert read == expected
    assert isinstance(read.public_id, UUID)
    for column in User._meta.concrete_fields:
        assert getattr(read, column.attname) == getattr(expected, column.attname)


def test_what_was_read_can_be_changed(person):
    (read,) = PERSON(key=person.pk)
    read.first_name = "Marthe"
    read.save(update_fields=["first_name"])

    assert User.objects.get(pk=person.pk).first_name == "Marthe"


def test_a_query_is_compiled_once(person, monkeypatch):
    compiled = []
    compile_query = Statement.of
    monkeypatch.setattr(
        Statement, "of", lambda query: compiled.append(query) or compile_query(query)
    )
    reads = Reads(by_key)

    assert reads(key=person.pk) == reads(key=person.pk) == [person]
    assert reads(key=0) == []
    assert len(compiled) == 1


@pytest.mark.parametrize("prepared", [True, False])
def test_a_connection_lost_between_requests_is_replaced(person, settings, prepared):
    settings.PREPARED_STATEMENTS = prepared
    assert PERSON(key=person.pk) == [person]
    lose_connection()
    close_old_connections()  # as before each request

    assert PERSON(key=person.pk) == [person]


def test_a_connection_lost_in_the_middle_is_replaced(person):
    assert PERSON(key=person.pk) == [person]
    lose_connection()

    assert PERSON(key=person.pk) == [person]
    assert User.objects.get(pk=person.pk) == person


def test_a_column_that_changes_its_type_is_read_again(person):
    length = User._meta.get_field("email").max_length
    assert PERSON(key=person.pk) == [person]
    change_type(length + 10)
    try:
        assert PERSON(key=person.pk) == [person]
    finally:
        change_type(length)


@pytest.mark.parametrize(("inside", "usable"), [(True, False), (False, True)])
def test_what_fails_is_not_always_asked_again(inside, usable, monkeypatch):
    """Not in a transaction, which is lost; not when it took too long."""
    asked = []

    def refuse(link, sql, params):
        asked.append(sql)
        raise OperationalError("canceling statement due to statement timeout")

    monkeypatch.setattr(statements, "at_once", refuse)
    link = SimpleNamespace(in_atomic_block=inside, is_usable=lambda: usable)
    with pytest.raises(OperationalError):
        statements.alive(link, "SELECT 1", [])
    assert len(asked) == 1


@pytest.mark.parametrize("key", ["", "a" * 32, "a\x00" * 16])
def test_nobody_is_signed_in_by_a_wrong_key(person, key):
    request = RequestFactory().get("/")
    request.session = SessionStore(key)

    assert get_user(request).is_anonymous
    assert request.session.session_key is None


def test_who_is_no_longer_active_is_not_signed_in(person):
    assert AuthenticationBackend().get_user(person.pk) == person
    User.objects.update(is_active=False)

    assert AuthenticationBackend().get_user(person.pk) is None
