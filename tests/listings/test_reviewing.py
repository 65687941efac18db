"""First listings and rule hits wait; what nobody looks at goes online by itself."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.durations import review_delay
from accounts.models import NotificationPreference, Rhythm
from accounts.standing import standing_of
from listings.actions import publish_unreviewed, withdraw
from listings.models import Listing
from moderation.actions import Judgment, decide
from moderation.models import Action, Case, Decision, Screening, TextPrint, Urgency
from moderation.targets import target_of
from tests.factories import ListingFactory, UserFactory
from tests.listings.pictures import drawn

pytestmark = pytest.mark.django_db
PUBLISH = reverse("listings:publish")
READ = (
    "Votre annonce sera relue avant d’être mise en ligne, en général sous "
    "48\u00a0heures."
)


def answers(**changes):
    return {
        "kind": "offer",
        "category": "dons-prets",
        "title": "Échelle à prêter",
        "description": "Trois mètres, en aluminium.",
        "commune": "Prémery",
        "price_kind": "free",
        **changes,
    }


def publish(client, author, **changes):
    client.force_login(author)
    return client.post(PUBLISH, answers(**changes), follow=True)


def sent():
    call_command("work", once=True, verbosity=0)
    return [one.subject for one in mail.outbox]


def newcomer(days=0, **about):
    joined = timezone.now() - timedelta(days=days)
    return UserFactory(trusted_at=None, date_joined=joined, **about)


@pytest.mark.django_db(transaction=True)
def test_a_first_listing_waits_and_its_author_is_told(client):
    author = newcomer()

    page = publish(client, author)

    listing = Listing.objects.get()
    assert (listing.status, listing.published_at) == ("pending", None)
    assert READ in page.content.decode()
    case = Case.objects.get()
    assert (case.target_id, case.owner) == (listing.public_id, author)
    assert (case.urgency, case.screenings.count()) == (Urgency.WAITING, 0)
    assert sent() == ["Nous relisons votre annonce\u00a0: Échelle à prêter"]
    assert "en général sous 48\u00a0heures" in mail.outbox[0].body
    client.logout()
    assert client.get(listing.get_absolute_url()).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_no_mail_for_who_wants_none(client):
    author = newcomer()
    NotificationPreference.objects.create(
        user=author, kind="listings", rhythm=Rhythm.NONE
    )

    publish(client, author)

    assert sent() == []


def test_my_listings_say_that_it_is_being_read(client):
    author = newcomer()
    publish(client, author)

    page = client.get(reverse("listings:mine")).content.decode()

    assert "Personne d’autre que vous ne la voit." in page


def test_the_third_listing_needs_nobody(client):
    author = newcomer()
    for number in range(3):
        publish(client, author, title=f"Échelle {number}")
        if number < 2:
            listing = Listing.objects.get(title=f"Échelle {number}")
            decide(target_of(listing), Judgment(Action.PUBLISH, "Rien à redire."))

    assert [one.status for one in Listing.objects.all()] == ["published"] * 3
    author.refresh_from_db()
    assert author.trusted_at is None  # not known for long enough


def test_a_sanction_makes_listings_wait_again(client):
    author = newcomer()
    rows = ListingFactory.create_batch(3, author=author)
    decide(target_of(rows[0]), Judgment(Action.HIDE, "Trompeuse."), UserFactory())

    publish(client, author)

    assert Listing.objects.get(title="Échelle à prêter").status == "pending"


def test_a_trusted_author_is_online_at_once(client, resident):
    page = publish(client, resident)

    assert Listing.objects.get().status == "published"
    assert "Votre annonce est en ligne." in page.content.decode()
    assert not Case.objects.exists()
    assert TextPrint.objects.get().author == resident


@pytest.mark.parametrize(
    ("who", "category", "status"),
    [
        ({}, "visites-compagnie", "pending"),
        ({"verified_at": timezone.now()}, "visites-compagnie", "published"),
        ({"limited_until": timezone.now() + timedelta(3)}, "dons-prets", "pending"),
    ],
)
def test_sensitive_subjects_and_limited_people_wait(client, who, category, status):
    publish(client, UserFactory(**who), category=category)

    assert Listing.objects.get().status == status


HELD = {"description": "Envoyez-moi un mandat cash et je vous la garde."}


def test_a_rule_that_holds_brings_its_findings(client, resident):
    publish(client, resident, **HELD)

    assert Listing.objects.get().status == "pending"
    screening = Screening.objects.get()
    assert (screening.action, screening.owner) == ("hold", resident)
    found = screening.findings[0]
    assert found["rule"] == "moyens-paiement-arnaque"
    assert "mandat cash" in found["words"]
    assert found["message"]


def test_a_rule_that_flags_lets_it_online_and_calls_calmly(client, resident):
    publish(client, resident, description="Parlons-en hors du site, plus tard.")
    flagged = Screening.objects.filter(action="flag")

    assert Listing.objects.get().status == "published"
    assert [one.case.urgency for one in flagged] == [Urgency.CALM]


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("title", "Appelez le 06 39 98 45 12"),
        ("description", "Écrivez à couture (at) orange (point) fr"),
        ("availability", "Le soir au zéro six 39 98 45 12"),
        ("description", "Chiots à donner"),
    ],
)
def test_what_rules_refuse_is_said_at_its_field(client, resident, field, words):
    page = publish(client, resident, **{field: words})

    form = page.context["form"]
    [mistake] = form.errors.as_data()[field]
    assert mistake.code == "refused_by_rule"
    assert mistake.messages[0] in page.content.decode().replace("&#x27;", "'")
    assert words in page.content.decode()  # nothing typed is lost
    assert not Listing.objects.exists()
    assert not Case.objects.exists()
    assert not TextPrint.objects.exists()


def test_sending_twice_without_a_key_makes_one_pending_listing(client):
    author = newcomer()
    publish(client, author)
    publish(client, author)

    assert Listing.objects.count() == 1


def picture(shade):
    image = Image.linear_gradient("L").rotate(shade).resize((300, 200))
    file = drawn()
    file.seek(0)
    file.truncate()
    image.convert("RGB").save(file, "PNG")
    file.size = file.tell()
    file.seek(0)
    return file


def test_one_picture_under_three_accounts_is_looked_at(client):
    for author in UserFactory.create_batch(3):
        publish(client, author, title=f"De {author.pk}", photos=[picture(30)])
    publish(client, UserFactory(), title="Autre image", photos=[picture(200)])

    rows = Listing.objects.order_by("pk")
    statuses = [row.status for row in rows]
    assert statuses == ["published", "published", "pending", "published"]
    assert [s.findings[0]["rule"] for s in Screening.objects.all()] == ["image-repetee"]


# What nobody looked at


def in_hours(hours):
    return time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False)


@pytest.mark.django_db(transaction=True)
def test_after_two_days_it_goes_online_once(client):
    publish(client, newcomer())

    with in_hours(47):
        assert publish_unreviewed() == 0
    with in_hours(49):
        assert (publish_unreviewed(), publish_unreviewed()) == (1, 0)

    listing, decision = Listing.objects.get(), Decision.objects.get()
    assert listing.status == "published"
    assert (decision.action, decision.is_automatic) == ("publish", True)
    assert (decision.found_by_rule, Case.objects.open().count()) == (False, 0)
    assert sent()[-1] == "Votre annonce est en ligne\u00a0: Échelle à prêter"


@pytest.mark.parametrize(
    "how",
    [
        {"category": "visites-compagnie"},
        HELD,
    ],
)
def test_sensitive_subjects_and_rule_hits_wait_for_somebody(client, how):
    publish(client, newcomer(), **how)

    with in_hours(24 * 30):
        assert publish_unreviewed() == 0
    assert Listing.objects.get().status == "pending"


def test_a_limited_author_waits_for_somebody(client):
    publish(client, UserFactory(limited_until=timezone.now() + timedelta(days=10)))

    with in_hours(50):
        assert publish_unreviewed() == 0


def test_what_its_author_withdrew_asks_nobody_any_more(client):
    publish(client, newcomer())

    withdraw(Listing.objects.get())

    assert not Case.objects.open().exists()


@pytest.mark.parametrize("how_many", [1, 4])
def test_the_job_asks_once_for_all(client, how_many, django_assert_max_num_queries):
    ListingFactory.create_batch(how_many, status="pending")

    with django_assert_max_num_queries(1):  # without a case, none is due
        assert publish_unreviewed() == 0


@pytest.mark.parametrize(
    ("hours", "said"), [(1, "sous 1\u00a0heure."), (72, "sous 72\u00a0heures.")]
)
def test_the_delay_is_that_of_the_setting_everywhere(client, settings, hours, said):
    settings.REVIEW_HOURS = hours
    author = newcomer()

    page = publish(client, author).content.decode()

    assert page.count(said) == 2  # the message of this page, and where it stands
    for address in (reverse("listings:mine"), PUBLISH):
        assert said in client.get(address).content.decode()
    assert said in standing_of(author).allows
    facts = {"title": "Échelle", "url": "/", "delay": review_delay()}
    assert said in render_to_string("listings/mails/pending.txt", facts)
    assert said in render_to_string("listings/mails/pending.html", facts)
