import json
from datetime import timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.models import (
    ErasureRecord,
    NotificationKind,
    NotificationPreference,
    SealedIdentity,
    User,
)
from accounts.rights.erasure import (
    erase,
    erase_due,
    forget_nobodies,
    keep_account,
    request_erasure,
)
from accounts.rights.links import come_back_path
from listings.models import EndedListings, Listing
from listings.states import ListingStatus
from messaging.models import (
    Conversation,
    Message,
    MessagePhoto,
    Participant,
    PushSubscription,
)
from messaging.rights import forget_conversations
from tests.factories import (
    BlockFactory,
    ConversationFactory,
    ListingFactory,
    MessageFactory,
    MessagePhotoFactory,
    PhotoFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

WORDS = "Mon chat Balthazar attend."


@pytest.fixture
def zelie():
    """Somebody whose name, address and words are like no others."""
    return UserFactory(
        email="zelie.quenouille@example.org",
        first_name="Zélie",
        last_initial="Q",
        about="Tricoteuse de mitaines",
    )


def with_files(photo):
    for name in photo.file_names:
        default_storage.save(name, ContentFile(b"picture"))
    return photo


def a_life_of(person):
    """Everything a person may leave behind; return the conversations that stay."""
    own = ListingFactory(author=person, title="Mitaines à donner", availability="lundi")
    alone = ListingFactory(author=person, title="Pelotes de mohair")
    with_files(PhotoFactory(listing=own, alt="Mitaines vertes"))
    with_files(PhotoFactory(listing=alone))
    received = ConversationFactory(listing=own)
    MessageFactory(conversation=received, body="Bonjour, sont-elles chaudes ?")
    MessageFactory(conversation=received, author=person, body="Oui, très.")
    MessageFactory(
        conversation=received,
        author=person,
        body="L’annonce « Mitaines à donner » est terminée : Zélie l’a retirée.",
        source="site",
    )
    started = ConversationFactory(initiator=person)
    kept = MessageFactory(conversation=started, body=WORDS)
    with_files(MessagePhotoFactory(message=kept, alt="Balthazar"))
    MessageFactory(conversation=started, body="Retenu par erreur", held=True)
    with_files(MessagePhotoFactory(message=None, owner=person))
    started.participants.filter(user=person).update(
        outcome="done", outcome_note="Mitaines bien reçues", outcome_at=timezone.now()
    )
    BlockFactory(blocker=person)
    NotificationPreference.objects.create(user=person, kind=NotificationKind.MESSAGES)
    PushSubscription.objects.create(
        user=person, endpoint="https://push.example.org/zelie", p256dh="a", auth="b"
    )
    EmailAddress.objects.create(user=person, email="zelie.autre@example.org")
    EmailMessage("Bonjour Zélie", "Mitaines", to=[person.email]).send()
    return received, started


def close(person, ago=settings.ERASURE_DAYS):
    """Let the person have asked `ago` days ago."""
    request_erasure(person)
    due = person.erasure_due_at - timedelta(days=ago, seconds=1)
    User.objects.filter(pk=person.pk).update(erasure_due_at=due)


def everything_written() -> dict[str, list[str]]:
    """Return every value of every column of every table, by `table.column`."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = cursor.fetchall()
            for at, column in enumerate(cursor.description):
                found[f"{table}.{column[0]}"] = [text_of(row[at]) for row in rows]
    return found


def text_of(value) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def where(*words: str) -> set[str]:
    """Name the columns that hold any of `words`, whatever their letters."""
    return {
        column
        for column, values in everything_written().items()
        for value in values
        if any(word.lower() in value.lower() for word in words)
    }


def files(folder: str = "photos") -> list[str]:
    if not default_storage.exists(folder):
        return []
    below, _names = default_storage.listdir(folder)
    return [stem for stem in below if default_storage.listdir(f"{folder}/{stem}")[1]]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_but_what_somebody_received(zelie):
    received, started = a_life_of(zelie)
    assert len(files()) == 4
    assert "accounts_user.email" in where("zelie.quenouille")
    close(zelie)

    assert erase_due() == 1
    call_command("work", once=True, verbosity=0)

    sealed = {"accounts_sealedidentity.identity"}  # the law has hosts keep it
    assert where("zelie", "zélie", "quenouille") == sealed
    assert where("mitaine", "mohair", "tricoteuse", "retenu par erreur") == set()
    assert where("balthazar") == {
        "messaging_message.body",
        "messaging_message.search_words",
    }
    assert files() == []
    assert list(started.messages.values_list("body", flat=True)) == [WORDS]
    assert received.messages.count() == 3


def test_the_other_person_reads_on_with_a_deleted_account(client, zelie):
    received, started = a_life_of(zelie)
    close(zelie)
    erase_due()
    client.force_login(started.listing.author)

    page = client.get(started.get_absolute_url()).content.decode()

    assert "Compte supprimé" in page
    assert WORDS in page
    assert "Zélie" not in page
    client.force_login(received.initiator)
    page = client.get(received.get_absolute_url()).content.decode()
    assert "Compte supprimé, Annonce supprimée" in page
    assert "Oui, très." in page


def test_listings_are_counted_and_a_promise_is_free_again(zelie):
    a_life_of(zelie)
    promised = ListingFactory(status=ListingStatus.RESERVED, reserved_for=zelie)
    close(zelie)

    erase_due()

    left = Listing.objects.by(zelie).get()
    assert (left.title, left.status) == ("Annonce supprimée", ListingStatus.WITHDRAWN)
    assert EndedListings.objects.get().number == 1
    promised.refresh_from_db()
    assert (promised.status, promised.reserved_for) == (ListingStatus.PUBLISHED, None)


def test_closing_hides_at_once_and_ends_every_session(client, zelie):
    listing = ListingFactory(author=zelie)
    client.force_login(zelie)

    request_erasure(zelie)

    assert not Listing.objects.live().filter(pk=listing.pk).exists()
    assert client.get("/compte/").status_code == 302
    days = zelie.erasure_due_at - timezone.now()
    assert days.days == settings.ERASURE_DAYS - 1


def test_nobody_is_erased_before_their_time(zelie):
    close(zelie, ago=settings.ERASURE_DAYS - 1)

    assert erase_due() == 0
    zelie.refresh_from_db()
    assert zelie.first_name == "Zélie"


def test_a_dry_run_counts_and_erases_nobody(zelie):
    close(zelie)

    assert erase_due(dry_run=True) == 1
    assert User.objects.get(pk=zelie.pk).erased_at is None


@pytest.mark.django_db(transaction=True)
def test_the_mail_opens_the_account_again(client, mailoutbox, zelie):
    listing = ListingFactory(author=zelie)
    request_erasure(zelie)
    call_command("work", once=True, verbosity=0)
    link = mailoutbox[0].body.split(settings.SITE_URL)[1].split()[0]
    assert "Garder mon compte" in client.get(link).content.decode()
    assert not User.objects.get(pk=zelie.pk).is_active  # a GET keeps nothing

    answer = client.post(link)

    assert answer.headers["Location"] == "/compte/login/"
    zelie.refresh_from_db()
    assert (zelie.is_active, zelie.erasure_due_at) == (True, None)
    assert Listing.objects.live().filter(pk=listing.pk).exists()
    assert client.post(link).status_code == 410


def test_signing_in_offers_to_keep_the_account(client, zelie):
    zelie.set_password("entraide-demo")
    zelie.save()
    request_erasure(zelie)
    given = {"login": zelie.email, "password": "entraide-demo"}

    answer = client.post("/compte/login/", given, follow=True)

    page = answer.content.decode()
    assert "Votre compte sera supprimé le" in page
    assert "Garder mon compte" in page
    wrong = client.post("/compte/login/", {**given, "password": "autre"})
    assert "Garder mon compte" not in wrong.content.decode()


def test_a_suspended_person_cannot_come_back_by_themselves(client, zelie):
    User.objects.filter(pk=zelie.pk).update(is_active=False)
    zelie.refresh_from_db()

    with pytest.raises(ValidationError) as refused:
        keep_account(zelie)

    assert refused.value.code == "state_changed"
    assert client.post(come_back_path(zelie)).status_code == 410
    assert client.get("/compte/revenir/n-importe-quoi/").status_code == 410
    assert not User.objects.get(pk=zelie.pk).is_active


def test_staff_ask_an_administrator(zelie):
    zelie.is_staff = True
    zelie.save()

    with pytest.raises(ValidationError) as refused:
        request_erasure(zelie)

    assert refused.value.code == "staff_account"
    assert User.objects.get(pk=zelie.pk).is_active


def test_the_page_asks_for_the_password_anew(client, signed_in, resident):
    stale = client.session
    stale["account_authentication_methods"] = []
    stale.save()

    answer = client.get("/compte/donnees/effacer/")

    assert answer.headers["Location"].startswith("/compte/reauthenticate/")


def test_a_person_closes_their_account(signed_in, resident):
    assert signed_in.get("/compte/donnees/effacer/").status_code == 200

    page = signed_in.post("/compte/donnees/effacer/").content.decode()

    assert "Votre compte est fermé" in page
    assert User.objects.get(pk=resident.pk).erasure_due_at is not None
    assert signed_in.get("/compte/donnees/").status_code == 302


def test_an_account_is_erased_once(zelie):
    close(zelie)

    assert erase(User.objects.all(), zelie.pk)
    assert not erase(User.objects.all(), zelie.pk)
    assert erase_due() == 0
    assert ErasureRecord.objects.get().account == zelie.public_id


def test_the_identity_is_sealed(zelie):
    close(zelie)
    erase_due()

    sealed = SealedIdentity.objects.get(account=zelie.public_id)
    assert sealed.identity == {
        "first_name": "Zélie",
        "last_initial": "Q",
        "email": "zelie.quenouille@example.org",
        "emails": ["zelie.quenouille@example.org"],
    }


def test_a_conversation_goes_with_its_second_person(zelie):
    _received, started = a_life_of(zelie)
    close(zelie)
    erase_due()
    other = started.listing.author
    close(other)

    assert erase_due() == 1

    assert not Conversation.objects.filter(pk=started.pk).exists()
    assert Message.objects.filter(body=WORDS).count() == 0
    assert not MessagePhoto.objects.exists()


def test_the_row_goes_once_nobody_has_anything_from_it(zelie):
    a_life_of(zelie)
    close(zelie)
    erase_due()
    assert forget_nobodies() == 0
    Conversation.objects.update(last_message_at=timezone.now() - timedelta(days=366))
    Participant.objects.update(end_told_at=timezone.now() - timedelta(days=28))

    assert forget_conversations() == 2
    call_command("apply_retention", stdout=StringIO())
    call_command("apply_retention", stdout=StringIO())

    assert not User.objects.filter(pk=zelie.pk).exists()


def test_an_address_serves_again_once_erased(zelie):
    close(zelie)
    erase_due()

    assert UserFactory(email="zelie.quenouille@example.org").pk != zelie.pk


def test_the_journal_erases_again_after_a_restore(monkeypatch, zelie):
    a_life_of(zelie)
    before = {row.pk: row for row in User.objects.filter(pk=zelie.pk)}
    close(zelie)
    erase_due()
    journal = StringIO()
    call_command("erasure_journal", stdout=journal)
    assert set(json.loads(journal.getvalue())) == {"account", "erased_at"}
    # An older copy of the database: neither erased nor in its journal.
    ErasureRecord.objects.all().delete()
    before[zelie.pk].save()
    EmailAddress.objects.create(user=zelie, email=zelie.email, verified=True)
    ListingFactory(author=zelie, title="Mitaines à donner")

    out = StringIO()
    for _twice in range(2):
        monkeypatch.setattr("sys.stdin", StringIO(journal.getvalue()))
        call_command("replay_erasures", stdout=out)

    assert out.getvalue().splitlines() == [
        "1 accounts erased again.",
        "0 accounts erased again.",
    ]
    assert where("zelie", "zélie") == {"accounts_sealedidentity.identity"}
    assert where("mitaine") == set()
    assert ErasureRecord.objects.count() == 1


def test_each_app_has_a_part_in_erasing():
    paths = settings.ACCOUNT_ERASERS + settings.DATA_EXPORTS
    labels = {path.partition(".")[0] for path in paths}

    assert labels <= {config.label for config in apps.get_app_configs()}
