from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.charter import accept
from accounts.models import CharterAcceptance, ErasureRecord, SealedIdentity, User
from config.retention.table import MACHINES, TABLE, Line, spoken
from config.settings.base import BASE_DIR
from listings.models import EndedListings, Listing
from listings.photos.models import Photo
from listings.states import ListingStatus
from messaging.models import Conversation, Message
from tests.factories import (
    ConversationFactory,
    ListingFactory,
    MessageFactory,
    PhotoFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def ago(days: float):
    return timezone.now() - timedelta(days=days)


def ended(days: float, **about) -> Listing:
    about = {"status": ListingStatus.EXPIRED, "expires_at": ago(days), **about}
    return ListingFactory(**about)


def apply(*options: str) -> dict[str, int]:
    """Run the command; return the count of each function."""
    out = StringIO()
    call_command("apply_retention", *options, stdout=out)
    found = {}
    for line in out.getvalue().splitlines():
        count, words = line.split(maxsplit=1)
        found[words.rsplit("(", 1)[1].rstrip(")")] = int(count)
    return found


def changes(counts: dict[str, int]) -> dict[str, int]:
    return {path: count for path, count in counts.items() if count}


def everything_that_is_over() -> None:
    """One row too old, and one that is not, of nearly every line."""
    late = UserFactory(
        confirmed=False, date_joined=ago(7.1), charter_accepted_at=ago(7.1)
    )
    assert not EmailAddress.objects.get(user=late).verified
    UserFactory(confirmed=False, date_joined=ago(6.9), charter_accepted_at=ago(6.9))
    UserFactory(is_active=False, erasure_due_at=ago(0.1))
    UserFactory(is_active=False, erasure_due_at=ago(-0.1))
    ended(365.1)
    ended(364.9)
    photo = PhotoFactory(listing=ended(30.1), position=0)
    PhotoFactory(listing=ended(29.9), position=0)
    for name in photo.file_names:
        default_storage.save(name, ContentFile(b"pixels"))
    for days in (365.1, 364.9):
        thread = ConversationFactory(last_message_at=ago(days))
        thread.participants.update(end_told_at=ago(30))
        MessageFactory(conversation=thread)
    for days in (1.1, 0.9):
        MessageFactory(created_at=ago(days), idempotency_key="clé")
        ListingFactory(created_at=ago(days), idempotency_key="clé")
    for number, days in enumerate((5 * 365.1, 365.1, 364.9)):
        account = uuid4()
        ErasureRecord.objects.create(account=account, erased_at=ago(days))
        SealedIdentity.objects.create(
            account=account, identity={"n": number}, details={}, closed_at=ago(days)
        )
        CharterAcceptance.objects.create(account=account)
    accept(UserFactory(), None)


EXPECTED = {
    "accounts.actions.forget_unconfirmed": 1,
    "accounts.rights.erasure.erase_due": 1,
    "accounts.rights.erasure.forget_identities": 1,
    "accounts.rights.erasure.forget_acceptances": 1,
    "accounts.rights.erasure.forget_details": 1,
    "accounts.rights.erasure.forget_nobodies": 1,
    "accounts.rights.erasure.forget_journal": 2,
    "listings.rights.forget_listings": 1,
    "listings.rights.forget_photos": 1,
    "listings.rights.forget_keys": 1,
    "messaging.rights.forget_conversations": 1,
    "messaging.rights.forget_keys": 1,
}


def test_each_line_takes_what_is_over_and_nothing_else():
    everything_that_is_over()

    assert changes(apply()) == EXPECTED

    assert User.objects.filter(erasure_due_at__isnull=False).count() == 1
    assert SealedIdentity.objects.filter(details__isnull=False).count() == 2
    assert CharterAcceptance.objects.count() == 3
    assert EndedListings.objects.get().number == 1
    assert Photo.objects.count() == 1
    assert Conversation.objects.count() == 3
    assert Message.objects.exclude(idempotency_key="").count() == 1


def test_a_second_run_finds_nothing():
    everything_that_is_over()
    apply()

    assert changes(apply()) == {}
    assert EndedListings.objects.get().number == 1


def test_a_dry_run_counts_and_changes_nothing():
    everything_that_is_over()
    counted = changes(apply("--dry-run"))

    again = changes(apply("--dry-run"))

    assert counted == again
    # What one line leaves behind, a later line only finds once it did.
    known = {"accounts.rights.erasure.forget_details": 2}
    known["accounts.rights.erasure.forget_nobodies"] = 0
    assert counted == {k: v for k, v in (EXPECTED | known).items() if v}
    assert ErasureRecord.objects.count() == 3


def test_an_old_listing_that_people_write_about_loses_its_words():
    listing = ended(366, description="Secret de fabrication")
    PhotoFactory(listing=listing)
    thread = ConversationFactory(listing=listing)

    apply()

    listing.refresh_from_db()
    assert (listing.title, listing.description) == ("Annonce supprimée", "")
    assert not Photo.objects.exists()
    assert Conversation.objects.filter(pk=thread.pk).exists()
    assert changes(apply()) == {}


@pytest.mark.parametrize("status", [ListingStatus.PUBLISHED, ListingStatus.RESERVED])
def test_a_listing_online_stays(status):
    listing = ListingFactory(status=status, created_at=ago(4000), expires_at=ago(-1))

    apply()

    assert Listing.objects.get(pk=listing.pk).title == listing.title


def test_the_end_counts_and_not_the_term():
    ended(-40, status=ListingStatus.WITHDRAWN, ended_at=ago(366))
    ended(366, status=ListingStatus.FULFILLED, ended_at=ago(10))

    assert apply()["listings.rights.forget_listings"] == 1


def test_a_line_that_fails_does_not_keep_the_others(monkeypatch):
    def broken(dry_run):
        raise RuntimeError

    monkeypatch.setattr("accounts.actions.forget_unconfirmed", broken)
    ended(366)

    with pytest.raises(CommandError, match=r"accounts\.actions\.forget_unconfirmed"):
        apply()

    assert not Listing.objects.exists()


def test_residents_read_the_table_that_is_applied(client, settings):
    settings.RETENTION_DAYS = {**settings.RETENTION_DAYS, "listing": 41}

    page = client.get("/donnees-personnelles/durees/").content.decode()

    assert "contenu supprimé 41 jours plus tard" in page
    assert page.count('<th scope="row">') == len(TABLE)
    assert "%(" not in page
    assert "5 ans, puis supprimée" in page


def test_a_new_line_is_shown_and_applied(client, monkeypatch):
    def kept(dry_run):
        return 3 if dry_run else 4

    monkeypatch.setattr("accounts.actions.forget_unconfirmed", kept)
    TABLE.append(Line("Essai", "un jour", "rien", "loi", TABLE[0].apply))
    try:
        page = client.get("/donnees-personnelles/durees/").content.decode()
        counts = apply("--dry-run")
    finally:
        TABLE.pop()

    assert "Essai" in page
    assert counts["accounts.actions.forget_unconfirmed"] == 3


def test_every_line_is_applied_by_the_site_or_by_who_is_named(client):
    machines = [line for line in TABLE if not line.apply]
    page = client.get("/donnees-personnelles/durees/").content.decode()

    assert [line.by for line in machines] == [MACHINES, MACHINES]
    assert page.count(str(MACHINES)) == 2
    assert page.count(">le site, chaque jour</td>") == len(TABLE) - 2
    assert ">6 mois</td>" in page
    assert ">30 jours glissants</td>" in page


def test_the_machines_are_set_up_for_the_terms_that_residents_read():
    days, told = settings.RETENTION_DAYS, (BASE_DIR / "docs/deploying.md").read_text()

    for words in (
        f"MaxRetentionSec={days['logs']}day",
        f"maxage {days['logs']}",
        f"-mtime +{days['backups'] - 1} ",
    ):
        assert words in told


def test_every_line_names_functions_that_exist():
    found = [function for line in TABLE for _path, function in line.functions()]

    assert all(callable(function) for function in found)
    assert "apply_retention" in [one["name"] for one in settings.BACKGROUND_SCHEDULE]


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "1 jour"), (30, "30 jours"), (365, "12 mois"), (730, "2 ans")],
)
def test_days_are_told_as_people_say_them(days, words):
    assert spoken(days) == words
