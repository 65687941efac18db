"""The rules in force, who accepted them, and how they are asked again."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.charter import accept
from accounts.models import CharterAcceptance, SealedIdentity, User
from accounts.rights.archives import write
from accounts.rights.erasure import erase
from cms.models import InfoPage
from tests.accounts.test_headless import newcomer, post
from tests.accounts.test_signup import answers
from tests.factories import InfoPageFactory, ListingFactory, UserFactory

pytestmark = pytest.mark.django_db
VERSION, LATER = date(2026, 11, 2), date(2026, 11, 20)
ASKED = 'id="nos-regles"'


def change_rules(**changes):
    InfoPage.objects.filter(is_charter=True).update(version_date=LATER, **changes)


def history(user):
    rows = user.charter_acceptances.order_by("pk")
    return list(rows.values_list("version", flat=True))


def accepting(client, version=VERSION, **fields):
    values = {"version": version.isoformat(), **fields}
    return client.post(reverse("account_accept_charter"), values)


# --- Signing up -----------------------------------------------------------------------


def test_a_newcomer_accepts_the_version_that_the_form_shows(client):
    InfoPageFactory(charter=True)

    page = client.get(reverse("account_signup")).content.decode()
    assert 'href="/infos/regles/" target="_blank"' in page
    assert "version du 2 novembre 2026" in page
    assert 'name="charter_version" value="2026-11-02"' in page
    client.post(reverse("account_signup"), answers(charter_version="2026-11-02"))

    user = User.objects.get()
    row = CharterAcceptance.objects.get()
    assert (row.user, row.account, row.version) == (user, user.public_id, VERSION)
    assert user.charter_version == VERSION
    assert user.charter_accepted_at == row.accepted_at


def test_rules_that_changed_meanwhile_are_read_again_and_nothing_typed_is_lost(client):
    InfoPageFactory(charter=True)
    change_rules()

    page = client.post(
        reverse("account_signup"), answers(charter_version="2026-11-02")
    ).content.decode()

    assert "Nos règles viennent de changer" in page
    assert "jeanne@example.org" in page
    assert 'name="charter_version" value="2026-11-20"' in page
    assert "checked" not in page.split('name="charter"')[1].split(">")[0]
    assert not User.objects.exists()


def test_other_front_ends_may_say_which_version_they_showed():
    InfoPageFactory(charter=True)

    stale = post("signup", newcomer(charter_version="2026-10-01"))
    assert stale.status_code == 400
    [error] = stale.json()["errors"]
    assert (error["param"], error["code"]) == ("charter", "charter_changed")
    assert not User.objects.exists()

    post("signup", newcomer())
    assert history(User.objects.get()) == [VERSION]


def test_without_dated_rules_the_sentences_of_the_form_are_what_is_accepted(client):
    client.post(reverse("account_signup"), answers())

    assert history(User.objects.get()) == [None]


# --- The history ----------------------------------------------------------------------


def test_an_acceptance_is_written_once(resident):
    accept(resident, VERSION)
    row = CharterAcceptance.objects.get()

    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        CharterAcceptance.objects.update(version=LATER)

    assert CharterAcceptance.objects.get().version == VERSION


def test_accepting_again_changes_nothing(resident):
    accept(resident, VERSION)
    first = resident.charter_accepted_at
    accept(resident, VERSION)
    accept(resident, LATER)

    resident.refresh_from_db()
    assert history(resident) == [VERSION, LATER]
    assert resident.charter_version == LATER
    assert resident.charter_accepted_at > first


def test_an_erased_account_keeps_what_it_accepted_apart_from_its_name(resident):
    account = resident.public_id
    accept(resident, VERSION)

    erase(User.objects.all(), resident.pk)

    row = CharterAcceptance.objects.get()
    assert (row.user, row.account, row.version) == (None, account, VERSION)
    assert SealedIdentity.objects.get(account=account).identity["email"]
    resident.refresh_from_db()
    assert (resident.charter_version, resident.charter_accepted_at) == (None, None)


def test_the_archive_holds_each_version(resident):
    accept(resident, VERSION)
    accept(resident, LATER)
    file = BytesIO()
    write(resident, file)

    with zipfile.ZipFile(file) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist()]

    html = next(text for text in texts if "<html" in text)
    assert html.count("Règles acceptées") == 2
    assert "2 novembre 2026" in html
    assert any('"charterVersion": "2026-11-20"' in text for text in texts)


# --- Asking again ---------------------------------------------------------------------


def test_new_rules_are_asked_of_who_accepted_others_until_they_accept(client, resident):
    InfoPageFactory(charter=True)
    accept(resident, VERSION)
    client.force_login(resident)
    assert ASKED not in client.get("/annonces/").content.decode()
    InfoPage.objects.filter(is_charter=True).update(title="Nos belles règles")
    assert ASKED not in client.get("/annonces/").content.decode()  # a slip corrected

    change_rules()
    page = client.get("/annonces/?category=jardin-bois").content.decode()
    assert "Nos règles ont changé le 20 novembre 2026" in page
    assert "Les animaux ne se donnent plus ici." in page
    assert 'href="/infos/regles/">Lire les règles' in page
    assert 'name="next" value="/annonces/?category=jardin-bois"' in page
    answer = accepting(client, LATER, next="/annonces/?category=jardin-bois")

    assert answer.headers["Location"] == "/annonces/?category=jardin-bois"
    page = client.get(answer.headers["Location"]).content.decode()
    assert "C’est noté, merci." in page
    assert ASKED not in page
    assert history(resident) == [VERSION, LATER]


@pytest.mark.parametrize(
    ("before", "version", "words"),
    [
        (None, VERSION, "Nos règles, version du 2 novembre 2026, attendent votre"),
        (VERSION, date(2099, 1, 5), "Nos règles changent le 5 janvier 2099"),
    ],
    ids=["never accepted", "announced"],
)
def test_the_words_tell_what_is_asked(client, resident, before, version, words):
    InfoPageFactory(charter=True, version_date=version)
    accept(resident, before)
    client.force_login(resident)

    assert words in client.get("/infos/").content.decode()


@pytest.mark.parametrize("path", ["/", "/compte/donnees/", "/messages/", "/infos/"])
def test_asking_costs_no_query(client, resident, path, django_assert_max_num_queries):
    client.force_login(resident)

    def asked():
        with django_assert_max_num_queries(40) as queries:
            page = client.get(path).content.decode()
        return ASKED in page, len(queries)

    InfoPageFactory(in_footer=True, version_date=VERSION)
    asked()  # what Wagtail and sessions do once
    _no, before = asked()
    InfoPageFactory(charter=True)
    waiting = asked()
    accept(resident, VERSION)

    assert (waiting, asked()) == ((True, before), (False, before))


def test_nobody_is_asked_where_the_answer_would_be_lost(client, resident):
    InfoPageFactory(charter=True)
    assert ASKED not in client.get("/").content.decode()
    client.force_login(resident)

    mistaken = client.post(reverse("account_profile"), {"first_name": ""})
    secret = client.get("/compte/revenir/jeton/")

    assert ASKED in client.get("/").content.decode()
    assert ASKED not in mistaken.content.decode()
    assert ASKED not in secret.content.decode()


def test_nothing_is_refused_to_who_has_not_accepted(client, resident):
    InfoPageFactory(charter=True)
    listing = ListingFactory()
    client.force_login(resident)

    client.post(
        reverse("messaging:write", args=[listing.code]), {"body": "Bonjour, libre ?"}
    )

    assert listing.conversations.count() == 1


def test_another_version_than_the_one_in_force_is_not_accepted(client, resident):
    client.force_login(resident)
    assert accepting(client).status_code == 302  # no rules are dated
    InfoPageFactory(charter=True)
    change_rules()

    page = client.get(accepting(client, next="/infos/").headers["Location"])

    assert "Nos règles ont encore changé" in page.content.decode()
    elsewhere = accepting(client, next="https://ailleurs.example/")
    assert elsewhere.headers["Location"] == "/"
    assert history(resident) == []


def test_a_script_stays_on_the_page_and_strangers_sign_in(client, resident):
    InfoPageFactory(charter=True)
    assert "/compte/login/" in accepting(client).headers["Location"]
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(resident)
    assert accepting(strict).status_code == 403
    client.force_login(UserFactory(is_suspended=True))  # they may accept as well
    sent = {"version": "2026-11-02"}
    headers = {"X-Requested-With": "XMLHttpRequest"}

    answer = client.post(reverse("account_accept_charter"), sent, headers=headers)

    assert (answer.status_code, CharterAcceptance.objects.count()) == (204, 1)


def test_my_data_tells_what_i_accepted_and_when(client, resident):
    client.force_login(resident)

    def told():
        return client.get(reverse("account_data")).content.decode()

    assert "Vous n’avez encore rien accepté." in told()
    accept(resident, VERSION)
    day = date_format(timezone.localtime(resident.charter_accepted_at), "j F Y")
    assert f"Version du 2 novembre 2026, acceptée le {day}." in told()
    User.objects.update(charter_version=None)
    assert f"La charte d’entraide, acceptée le {day}." in told()
