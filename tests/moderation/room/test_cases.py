"""The page of one case: what it shows, what it decides, two moderators on it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from listings.actions import withdraw
from listings.models import Listing
from listings.photos.actions import arrange, upload
from messaging.actions import delete_message
from messaging.models import Message
from moderation.actions import Judgment, decide
from moderation.loading import load_reasons
from moderation.models import (
    Action,
    Appeal,
    Case,
    CaseLook,
    Decision,
    Ground,
    Notice,
    ReasonTemplate,
)
from moderation.targets import target_of
from tests.factories import ListingFactory, MessageFactory, PhotoFactory, UserFactory
from tests.listings.pictures import awkward

from .conftest import address, held_listing, held_message, member_of, reported

pytestmark = pytest.mark.django_db


def post(client, case, action, about="item", **fields):
    return client.post(address(case), {"about": about, "action": action, **fields})


def sent_by(form):
    """Return what a browser sends when the button is pressed at once."""
    values = {name: form[name].value() for name in form.fields}
    return {name: getattr(value, "pk", value) for name, value in values.items()}


def reason(slug):
    return ReasonTemplate.objects.get(slug=slug)


def test_the_page_shows_the_listing_why_and_the_person(client, moderator):
    case = held_listing(title="Vélo", author=UserFactory(email="tu@example.org"))
    PhotoFactory(listing=Listing.objects.get(), alt="Un vélo rouge")
    earlier = ListingFactory(author=case.owner)
    decide(target_of(earlier), Judgment(Action.HIDE, "Trompeuse."), moderator)

    page = client.get(address(case)).content.decode()

    assert "Payez par <mark>mandat cash</mark>." in page
    assert "Ce moyen de paiement est celui des arnaques." in page
    assert 'alt="Un vélo rouge"' in page
    assert "Trompeuse." in page
    assert "Adresse confirmée" in page  # the decision took the trust
    assert "tu@example.org" not in page


@pytest.mark.parametrize("group", ["Modération", "Administration"])
def test_those_who_decide_see_the_photos_of_what_waits(client, group):
    held_listing()
    photo = upload(awkward("11-photo.webp"), Listing.objects.get().author)
    arrange(Listing.objects.get(), [photo])
    photo.refresh_from_db()

    client.force_login(UserFactory())
    assert client.get(photo.src).status_code == 404
    client.force_login(member_of(group))
    assert client.get(photo.src).status_code == 200


def test_reporters_are_seen_with_their_trust(client, moderator):
    case = reported(ListingFactory(), 2)
    case.notices.filter(reporter__first_name="Rapporteur0").update(from_trusted=True)
    Notice.objects.create(case=case, reporter_name="Anne", ground="scam", address="x")

    page = client.get(address(case)).content.decode()

    assert "Qui signale : à ne jamais communiquer." in page
    assert "Rapporteur0 L. · compte de confiance" in page
    assert "Anne (sans compte)" in page


def test_the_usual_decision_needs_no_typing(client, moderator):
    case, later = held_listing(), held_listing()
    form = client.get(address(case)).context["forms"][0]

    assert form.action == Action.PUBLISH
    answer = post(client, case, "publish", **sent_by(form))

    assert answer["Location"] == address(later)
    decision = Decision.objects.get()
    assert decision.facts == reason("publier").words
    assert (decision.case, decision.moderator) == (case, moderator)
    assert Listing.objects.filter(status="published").count() == 1


def test_the_reason_first_offered_is_that_of_the_rule(client, moderator):
    refuse = client.get(address(held_listing())).context["forms"][2]

    assert refuse.action == Action.REFUSE
    assert refuse.initial["template"] == reason("refuser-arnaque")
    assert refuse.initial["ground"] == Ground.SCAM


def test_another_reason_brings_its_words_and_its_rule(client, moderator):
    chosen, shown = reason("refuser-lien"), reason("refuser-arnaque")

    post(client, held_listing(), "refuse", template=chosen.pk, facts=shown.words)

    decision = Decision.objects.get()
    assert (decision.facts, decision.ground) == (chosen.words, Ground.PHISHING)


def test_own_words_are_kept_whatever_reason_is_chosen(client, moderator):
    chosen = reason("refuser-lien").pk

    post(
        client, held_listing(), "refuse", template=chosen, facts="À moi.", ground="spam"
    )

    decision = Decision.objects.get()
    assert (decision.facts, decision.ground) == ("À moi.", Ground.SPAM)


def test_a_decision_without_words_is_refused_at_its_field(client, moderator):
    case = held_listing()
    ReasonTemplate.objects.update(is_active=False)

    page = post(client, case, "publish", facts="  ")

    assert page.context["forms"][0].errors.as_data()["facts"][0].code == "required"
    assert not Decision.objects.exists()
    assert Listing.objects.get().status == "pending"


@pytest.mark.parametrize("sent", [{"action": "x"}, {"action": "keep", "about": "x"}])
def test_an_unknown_decision_is_not_found(client, moderator, sent):
    case = held_listing()

    assert client.post(address(case), {"about": "item", **sent}).status_code == 404


def test_a_decision_that_does_not_fit_is_refused(client, moderator):
    case = held_listing()

    page = post(client, case, "hide", facts="Non.")

    assert "l’état a changé" in page.content.decode()
    assert not Decision.objects.exists()


def test_a_decision_closes_all_notices(client, moderator):
    case = reported(ListingFactory(), 3)

    post(client, case, "hide", template=reason("masquer-trompeuse").pk)

    assert set(case.notices.values_list("answer", flat=True)) == {"acted"}
    assert Case.objects.open().count() == 0


def test_a_measure_on_the_person_leaves_the_case_open(client, moderator):
    case = held_listing()
    chosen = reason("suspendre").pk

    answer = post(client, case, "suspend", "person", template=chosen, term="7")

    assert answer["Location"] == address(case)
    person = User.objects.get(pk=case.owner_id)
    left = person.suspended_until - timezone.now()
    assert timedelta(days=6.9) < left < timedelta(days=7)
    assert Case.objects.open().get() == case
    assert Decision.objects.get().target_kind == "person"


def test_a_measure_needs_a_known_term(client, moderator):
    case = held_listing()

    page = post(client, case, "suspend", "person", facts="Non.", term="1000")

    assert page.context["person_forms"][0].errors["term"]
    assert not User.objects.filter(is_suspended=True).exists()


def test_whoever_decided_does_not_answer_the_appeal(client, moderator):
    listing = ListingFactory()
    case = reported(listing)
    decision = decide(target_of(listing), Judgment(Action.HIDE, "Fausse."), moderator)
    case = reported(listing)
    Appeal.objects.create(case=case, decision=decision, words="Elle est vraie.")

    page = client.get(address(case)).content.decode()
    answer = post(client, case, "restore", facts="Bien.")

    assert "Elle est vraie." in page
    assert "une autre personne doit la revoir" in page
    assert "une autre personne doit la revoir" in answer.content.decode()
    assert Decision.objects.count() == 1
    client.force_login(member_of("Modération"))
    post(client, case, "restore", template=reason("retablir").pk)
    assert Appeal.objects.get().upheld is True


def test_two_moderators_see_each_other_until_the_mark_ends(client, moderator):
    case = held_listing()
    marie = member_of("Modération", first_name="Marie", last_initial="")
    assert "Paul regarde" not in client.get(address(case)).content.decode()

    client.force_login(marie)
    assert "Paul regarde ce dossier." in client.get(address(case)).content.decode()
    client.force_login(moderator)
    look = client.post(f"{address(case)}regarde/").json()
    assert look == {"looking": "Marie regarde ce dossier.", "decided": ""}

    CaseLook.objects.update(at=timezone.now() - timedelta(seconds=121))
    assert client.post(f"{address(case)}regarde/").json()["looking"] == ""
    assert CaseLook.objects.get().moderator == moderator  # what ended is not kept
    assert client.get(f"{address(case)}regarde/").status_code == 405


def test_everybody_on_a_case_is_named(client, moderator):
    case = held_listing()
    for name in ("Marie", "Zoé", "Ali"):
        case.look(member_of("Modération", first_name=name, last_initial=""))

    said = "Marie, Zoé et Ali regardent ce dossier."
    assert said in client.get(address(case)).content.decode()
    assert said in client.get("/admin/moderation/").content.decode()
    assert client.post(f"{address(case)}regarde/").json()["looking"] == said


def test_a_case_decided_meanwhile_keeps_what_was_typed(client, moderator):
    case = held_message()
    marie = member_of("Modération", first_name="Marie", last_initial="")
    client.get(address(case))
    target = target_of(Message.objects.get())
    decide(target, Judgment(Action.REFUSE, "Arnaque."), marie)

    page = post(client, case, "publish", facts="Trois lignes à moi.")

    assert page.status_code == 409
    shown = page.content.decode()
    assert "Déjà décidé par Marie : refuser." in shown
    assert "Trois lignes à moi." in shown
    assert "mandat cash svp" not in shown
    assert Message.objects.get().state == "refused"
    assert Decision.objects.count() == 1
    poll = client.post(f"{address(case)}regarde/").json()
    assert poll["decided"] == "Déjà décidé par Marie : refuser."


def test_the_next_case_is_one_that_nobody_looks_at(client, moderator):
    first, second, third = held_listing(), held_listing(), held_listing()
    second.look(member_of("Modération"))
    form = {"template": reason("publier").pk}

    assert post(client, first, "publish", **form)["Location"] == address(third)
    assert post(client, third, "publish", **form)["Location"] == "/admin/moderation/"


@pytest.mark.parametrize("made", [held_listing, held_message, None])
def test_deciding_about_what_is_gone_says_so(client, moderator, made):
    case = made() if made else reported(ListingFactory())
    Message.objects.all().delete()
    Listing.objects.all().delete()

    page = client.get(address(case))
    answer = post(client, case, "publish", facts="Bien.")

    for shown in (page, answer):
        assert shown.status_code == 200
        assert "Ce dont il s’agit n’existe plus." in shown.content.decode()
    assert "Bien." in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_reported_message_deleted_meanwhile_is_still_decided(client, moderator):
    message = MessageFactory(body="Envoyez un « mandat » & vite.")
    case = reported(message)
    client.get(address(case))
    delete_message(message, message.author)

    page = client.get(address(case)).content.decode()
    assert "Envoyez un « mandat » &amp; vite." in page
    assert post(client, case, "remove", facts="Arnaque.").status_code == 302

    case.refresh_from_db()
    message.refresh_from_db()
    assert not case.is_open
    assert (message.state, message.kept_words) == ("deleted", "")


def test_a_held_listing_withdrawn_meanwhile_leaves_the_queue(client, moderator):
    case = held_listing()
    listing = Listing.objects.get()
    withdraw(listing)

    page = client.get(address(case))
    answer = post(client, case, "publish", facts="Bien.")

    assert page.status_code == 200
    assert answer.status_code == 409
    assert "Ce dossier est déjà fermé." in answer.content.decode()
    listing.refresh_from_db()
    assert listing.status == "withdrawn"


@pytest.mark.parametrize("how_many", [1, 6])
def test_a_case_costs_the_same_whatever_its_past(
    client, moderator, django_assert_num_queries, how_many
):
    case = held_listing()
    listing = Listing.objects.get()
    reported(listing, how_many)
    for _number in range(how_many):
        other = ListingFactory(author=case.owner)
        decide(target_of(other), Judgment(Action.HIDE, "Non."), moderator)
        held_listing()
        case.look(member_of("Modération"))
    client.get(address(case))

    with django_assert_num_queries(QUERIES):
        client.get(address(case))


# Wagtail asks 6 of its own; ours: the case and its causes, the listing, the reasons,
# the past of the person, the neighbours in the queue, who looks, the mark.
QUERIES = 29


def test_shipped_reasons_never_overwrite_those_of_moderators(client, moderator):
    edited = reason("publier")
    sent = {"action": "publish", "ground": "other", "title": "Bien", "words": "Merci !"}

    client.post(f"/admin/motifs/edit/{edited.pk}/", {**sent, "is_active": "on"})
    ReasonTemplate.objects.filter(slug="laisser").delete()
    load_reasons()

    assert reason("publier").words == "Merci !"
    assert reason("laisser").words.startswith("Après lecture")
    assert client.get(f"/admin/motifs/delete/{edited.pk}/").status_code == 302


def test_every_decision_has_a_reason_ready():
    ready = set(ReasonTemplate.objects.values_list("action", flat=True))

    assert ready == set(Action.values)
