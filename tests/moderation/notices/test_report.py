"""Reporting from the site, with and without an account."""

import pytest

from messaging.models import Message
from moderation.actions import Judgment, decide
from moderation.models import Action, Case, Notice, Urgency
from moderation.targets import target_of
from tests.factories import (
    ConversationFactory,
    ListingFactory,
    MessageFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PAGE = "/signaler/"
WHO = {"reporter_name": "Jeanne Petit", "reporter_email": "jeanne@example.org"}
WORDS = {"ground": "scam", "explanation": "Il demande un virement.", "in_good_faith": 1}


def told(address, **changes):
    said = {"address": address, **WORDS, **WHO, **changes}
    return {field: value for field, value in said.items() if value is not None}


def mistakes(answer):
    assert answer.status_code == 200
    found = answer.context["form"].errors.as_data()
    return {field: [one.code for one in errors] for field, errors in found.items()}


@pytest.fixture
def sent(settings, mailoutbox):
    """Mails, which leave at once here: test_races.py counts them in the queue."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return mailoutbox


def test_a_visitor_reports_a_listing_and_gets_a_number_once(client, sent):
    listing = ListingFactory()
    words = told(listing.get_absolute_url())

    answers = [client.post(PAGE, words) for _again in range(2)]

    notice = Notice.objects.get()
    assert {answer.url for answer in answers} == {f"/signaler/suivi/{notice.number}/"}
    assert notice.reporter is None
    assert notice.address == listing.get_absolute_url()
    assert notice.case.target_id == listing.public_id
    assert notice.case.owner == listing.author
    assert notice.case.urgency == Urgency.HARM
    (receipt,) = sent
    assert receipt.to == ["jeanne@example.org"]
    assert notice.spoken_number in receipt.subject
    assert notice.get_absolute_url() in receipt.body


def test_the_code_of_a_listing_is_enough(client):
    listing = ListingFactory()

    client.post(PAGE, told(f" {listing.code.lower()} "))

    assert Notice.objects.get().case.target_id == listing.public_id


def test_the_link_of_a_listing_fills_in_its_address(client):
    listing = ListingFactory()
    page = client.get(listing.get_absolute_url()).content.decode()
    assert f'href="/signaler/?annonce={listing.code}"' in page

    form = client.get(f"/signaler/?annonce={listing.code}").context["form"]

    assert form["address"].value() == listing.get_absolute_url()


def test_the_form_is_not_to_be_indexed(client):
    assert client.get(PAGE)["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    "query",
    ["annonce=AAAAAA", "annonce=0190c5f0-0000-7000-8000-000000000000"],
)
def test_a_link_to_nothing_is_not_found(client, query):
    assert client.get(f"/signaler/?{query}").status_code == 404


def test_the_law_asks_a_name_but_not_of_who_reports_the_abuse_of_a_child(client, sent):
    listing = ListingFactory()
    nobody = {"reporter_name": "", "reporter_email": ""}

    refused = client.post(PAGE, told(listing.code, **nobody))
    assert mistakes(refused) == {
        "reporter_name": ["required"],
        "reporter_email": ["required"],
    }
    assert not Notice.objects.exists()
    assert "Il demande un virement." in refused.content.decode()

    client.post(PAGE, told(listing.code, ground="child_abuse", **nobody))
    notice = Notice.objects.get()
    assert notice.email == ""
    assert notice.case.urgency == Urgency.HARM
    assert sent == []


def test_what_lacks_is_said_at_its_field(client):
    answer = client.post(PAGE, {"explanation": "x" * 2001})

    assert mistakes(answer) == {
        "address": ["required"],
        "ground": ["required"],
        "explanation": ["max_length"],
        "reporter_name": ["required"],
        "reporter_email": ["required"],
        "in_good_faith": ["required"],
    }


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://ailleurs.example.com/annonces/", "not_ours"),
        ("javascript://testserver/x", "not_ours"),
        ("http://[", "unknown"),
        ("ZZZZZZ", "not_ours"),
        ("/annonces/ZZZZZZ/rien/", "unknown"),
        ("/messages/0190c5f0-0000-7000-8000-000000000000/", "unknown"),
    ],
)
def test_an_address_of_nothing_here_is_refused(client, address, code):
    assert mistakes(client.post(PAGE, told(address))) == {"address": [code]}
    assert not Case.objects.exists()


def test_a_needs_listing_is_unknown_to_a_visitor(client):
    listing = ListingFactory(need=True)

    answer = client.post(PAGE, told(listing.get_absolute_url()))

    assert mistakes(answer) == {"address": ["unknown"]}


def test_another_page_is_reported_by_its_whole_address(client, settings):
    client.post(PAGE, told(f"{settings.SITE_URL}/infos/?a=1"))

    case = Case.objects.get()
    assert (case.target_kind, case.subject_line) == ("address", "/infos/")
    assert case.owner is None
    client.post(PAGE, told("/infos/", reporter_email="x@example.org"))
    assert Case.objects.get().notices.count() == 2


def test_a_signed_in_person_does_not_say_again_who_they_are(client, resident, sent):
    client.force_login(resident)
    listing = ListingFactory()
    fields = client.get(PAGE).context["form"].fields
    assert not {"reporter_name", "reporter_email"} & set(fields)

    for explanation in ("Un virement", "Autrement dit"):
        client.post(PAGE, told(listing.code, explanation=explanation))

    notice = Notice.objects.get()
    assert notice.reporter == resident
    assert (notice.reporter_name, notice.from_trusted) == ("", True)
    assert [one.to for one in sent] == [[resident.email]]


def test_ones_own_listing_is_not_reported(client, resident):
    client.force_login(resident)
    listing = ListingFactory(author=resident)

    assert mistakes(client.post(PAGE, told(listing.code))) == {"address": ["own"]}
    assert not Notice.objects.exists()
    assert "annonce=" not in client.get(listing.get_absolute_url()).content.decode()


def test_a_life_in_danger_comes_first_and_says_whom_to_call(client):
    listing = ListingFactory()
    form = client.get(PAGE).content.decode()
    answer = client.post(PAGE, told(listing.code, threatens_life="on"), follow=True)

    assert Case.objects.get().urgency == Urgency.LIFE
    for number in ("15", "17", "112", "114", "3114", "119"):
        assert f"<b>{number}</b>" in answer.content.decode()
        assert f"<b>{number}</b>" in form


def test_a_message_is_reported_by_who_received_it(client):
    message = MessageFactory()
    reader = message.conversation.listing.author
    client.force_login(reader)
    link = f"/signaler/?message={message.public_id}"
    thread = client.get(message.conversation.get_absolute_url()).content.decode()
    assert f'href="{link}"' in thread

    address = client.get(link).context["form"]["address"].value()
    client.post(PAGE, told(address))

    notice = Notice.objects.get()
    assert notice.address.endswith(f"/#m-{message.public_id}")
    assert notice.case.target_id == message.public_id
    assert notice.case.owner == message.author


def test_a_whole_exchange_is_reported_by_its_latest_message(client):
    thread = ConversationFactory()
    MessageFactory(conversation=thread, body="Premier")
    latest = MessageFactory(conversation=thread, body="Dernier")
    MessageFactory(conversation=thread, author=thread.listing.author)
    client.force_login(thread.listing.author)
    page = client.get(thread.get_absolute_url()).content.decode()
    assert f'href="/signaler/?adresse={thread.get_absolute_url()}"' in page

    client.post(PAGE, told(thread.get_absolute_url()))

    notice = Notice.objects.get()
    assert notice.case.target_id == latest.public_id
    assert notice.address == thread.get_absolute_url()


def test_nobody_else_finds_a_message(client, resident):
    message = MessageFactory()
    client.force_login(resident)
    thread = message.conversation.get_absolute_url()

    assert client.get(f"/signaler/?message={message.public_id}").status_code == 404
    for address in (thread, f"{thread}#m-{message.public_id}", f"{thread}#m-x"):
        answer = client.post(PAGE, told(address))
        assert mistakes(answer) == {"address": ["unknown"]}
    assert not Case.objects.exists()


def test_who_follows_the_link_of_a_mail_signs_in_first(client):
    link = f"/signaler/?message={MessageFactory().public_id}"

    assert client.get(link).url.startswith("/compte/login/?next=/signaler/")


def test_nothing_shows_the_owner_that_or_by_whom_it_was_reported(client, resident):
    message = MessageFactory()
    listing = message.conversation.listing
    client.force_login(listing.author)
    before = client.get(f"/messages/{message.conversation.public_id}/").content
    client.force_login(message.author)
    client.post(PAGE, told(listing.get_absolute_url(), explanation="Secret-42"))
    assert Notice.objects.count() == 1

    client.force_login(listing.author)
    for page in (listing.get_absolute_url(), "/compte/annonces/", "/messages/"):
        assert "Secret-42" not in client.get(page).content.decode()
    after = client.get(f"/messages/{message.conversation.public_id}/").content
    assert len(after) == len(before)
    assert Message.objects.count() == 1


def test_the_status_page_gives_answer_and_reasons_without_who_reported(client, sent):
    listing = ListingFactory()
    client.post(PAGE, told(listing.code))
    notice = Notice.objects.get()
    waiting = client.get(notice.get_absolute_url())
    assert "En attente" in waiting.content.decode()
    assert waiting["Referrer-Policy"] == "no-referrer"
    assert waiting["X-Robots-Tag"] == "noindex"

    judgment = Judgment(Action.HIDE, "Demande d’argent avant la rencontre.")
    decide(target_of(listing), judgment, UserFactory())

    page = client.get(notice.get_absolute_url()).content.decode()
    assert "Une mesure a été prise" in page
    assert "Demande d’argent avant la rencontre." in page
    assert "Jeanne" not in page
    assert "jeanne@" not in page
    assert listing.author.email not in page
    _receipt, answer = [one for one in sent if one.to == ["jeanne@example.org"]]
    assert "Demande d’argent avant la rencontre." in answer.body
    assert "règlement extrajudiciaire" in answer.body
    [reasons] = [one for one in sent if one.to == [listing.author.email]]
    assert "Jeanne" not in reasons.body


@pytest.mark.parametrize(
    "spoil", [str.lower, lambda number: f" {number[:4]} {number[4:8]}-{number[8:]} "]
)
def test_a_number_is_found_as_people_type_it(client, spoil):
    client.post(PAGE, told(ListingFactory().code))
    notice = Notice.objects.get()

    answer = client.get("/signaler/suivi/", {"number": spoil(notice.number)})

    assert answer.url == notice.get_absolute_url()


def test_a_wrong_number_is_said_at_its_field(client):
    answer = client.get("/signaler/suivi/", {"number": "000000000000"})

    assert mistakes(answer) == {"number": ["unknown"]}
    assert client.get("/signaler/suivi/000000000000/").status_code == 404


def test_a_person_reports_so_many_a_day(client, resident, settings):
    settings.NOTICES_PER_DAY = 2
    client.force_login(resident)
    codes = [listing.code for listing in ListingFactory.create_batch(3)]

    *_passed, refused = [client.post(PAGE, told(code)) for code in codes]

    assert mistakes(refused) == {"__all__": ["too_many_notices"]}
    assert Notice.objects.count() == Case.objects.count() == 2
    assert client.post(PAGE, told(codes[0])).status_code == 302  # said already


def test_visitors_of_one_network_address_report_so_many_a_day(client, settings):
    settings.NOTICES_PER_DAY_AND_ADDRESS = 1
    first, other = ListingFactory.create_batch(2)
    client.post(PAGE, told(first.code))

    refused = client.post(PAGE, told(other.code))
    assert mistakes(refused) == {"__all__": ["too_many_notices"]}
    elsewhere = client.post(PAGE, told(other.code), REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302
    assert Notice.objects.filter(origin__contains="127").count() == 0


@pytest.mark.parametrize("others", [1, 10])
def test_the_cost_of_a_notice_does_not_depend_on_others(
    client, resident, django_assert_num_queries, others
):
    listing = ListingFactory()
    for number in range(others):
        words = told(listing.code, reporter_email=f"v{number}@example.org")
        client.post(PAGE, words, REMOTE_ADDR=f"192.0.2.{number}")
    client.force_login(resident)
    client.get(PAGE)

    with django_assert_num_queries(18):
        client.post(PAGE, told(listing.code))
    with django_assert_num_queries(8):
        client.get(Notice.objects.get(reporter=resident).get_absolute_url())
