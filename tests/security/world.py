"""One of everything that people write, all of it hostile."""

import json
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from cms.models import EditorialDocument, EditorialImage, SectionPage, SiteSettings
from listings.models import Listing
from messaging.models import Message, Participant
from moderation.models import Appeal, Case, Notice, ReasonTemplate, Rule, Screening
from tests.factories import InfoPageFactory, ListingFactory, MessageFactory
from tests.judging import judge
from tests.listings.pictures import drawn
from tests.permissions import world as permissions

from .corpus import ELSEWHERE, MARKUP, ZALGO, shorter_than, together

# Rich text that no editor wrote, in the balanced marks that Wagtail can edit.
RICH = (
    "<script>hit(71)</script><p><img src=x onerror=hit(72) />"
    '<a href="javascript:hit(73)">a</a><b onclick="hit(74)">b</b>'
    '<a linktype="page" id="1" onfocus="hit(75)" autofocus>c</a></p>'
    "<svg onload=hit(76)></svg><iframe srcdoc='<script>hit(77)</script>'></iframe>"
    f'<embed embedtype="media" url="http:{ELSEWHERE}"/>'
)


@dataclass
class Hostile:
    """People and things as in the tables of permissions; `texts` must be seen."""

    people: dict[str, Any]
    things: dict[str, Any]
    texts: dict[str, str] = field(default_factory=dict)

    def ids(self) -> dict[str, str]:
        return permissions.World(self.people, self.things).ids()

    def says(self, what: str, length: int, first: int = 0) -> str:
        self.texts[what] = together(length, first)
        return self.texts[what]


def build() -> Hostile:
    """Write past every form: what is shown must be safe by itself."""
    known = permissions.build()
    world = Hostile(known.people, known.things)
    name_people(world)
    fill_listings(world)
    fill_thread(world)
    fill_moderation(world)
    fill_site(world)
    fill_pages(world)
    return world


def name_people(world: Hostile) -> None:
    names = shorter_than(40)
    people = [one for one in world.people.values() if one]
    for number, person in enumerate(people):
        person.first_name = names[number * 4 % len(names)]
        person.last_initial = "<"
        person.about = together(300, number * 5)
        person.save()
    author = world.people["author"]
    author.about = world.says("about", 300)
    author.seller_status = "professional"
    author.business_name = world.says("business name", 120, 5)
    author.business_address = world.says("business address", 200, 20)
    author.siren = "'><b>\"&"
    author.save()
    world.texts["name"] = author.first_name


def fill_listings(world: Hostile) -> None:
    said = {
        "title": world.says("title", 80, 4),
        "description": world.says("description", 3900),
        "availability": world.says("availability", 120, 28),
        "price_unit": world.says("price unit", 40, 2),
        "price_note": world.says("price note", 80, 9),
        "price_kind": "amount",
        "price": 3,
    }
    author = world.people["author"]
    Listing.objects.filter(pk=world.things["listing"].pk).update(**said)
    world.things["listing"].refresh_from_db()
    for text in shorter_than(80):
        ListingFactory(author=author, title=text, description=text + ZALGO)
    world.things["hidden"] = ListingFactory(author=author, **said)
    photo = world.things["photo"]
    photo.alt = world.says("photo", 200, 33)
    photo.save()


def fill_thread(world: Hostile) -> None:
    thread = world.things["conversation"]
    for number, person in enumerate(["author", "party"] * 2):
        MessageFactory(
            conversation=thread,
            author=world.people[person],
            body=world.says(f"message {number}", 1900, number * 12),
        )
    first = Message.objects.filter(pk=world.things["message"].pk)
    first.update(body=world.says("first message", 1900, 7))
    world.things["message"].refresh_from_db()
    Participant.objects.filter(conversation=thread).update(outcome_note=together(300))
    photo = world.things["message_photo"]
    photo.alt = world.says("message photo", 200, 21)
    photo.save()


def fill_moderation(world: Hostile) -> None:
    facts = world.says("facts", 1900, 11)
    decision = judge(world.things["hidden"], facts=facts)
    world.things["decision"] = decision
    case = world.things["case"]
    Case.objects.filter(pk=case.pk).update(subject_line=world.says("subject", 120, 3))
    found = {"rule": MARKUP[1], "category": "scam", "words": MARKUP[0]}
    found["message"] = world.says("finding", 300, 2)
    Screening.objects.create(case=case, owner=case.owner, findings=[found])
    notice = Notice.objects.create(
        case=case,
        address=MARKUP[4],
        ground="scam",
        in_good_faith=True,
        explanation=world.says("explanation", 1900, 6),
        reporter_name=world.says("reporter", 120, 1),
    )
    words = world.says("appeal", 1900, 8)
    Appeal.objects.create(decision=decision, case=case, author=case.owner, words=words)
    world.things["notice"] = notice
    reason, rule = world.things["reason"], world.things["rule"]
    reasons = ReasonTemplate.objects.filter(pk=reason.pk)
    reasons.update(title=world.says("reason", 80, 2), words=together(1000, 30))
    rules = Rule.objects.filter(pk=rule.pk)
    rules.update(name=world.says("rule", 80, 6), message=together(600, 9))


def fill_site(world: Hostile) -> None:
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.announcement_shown = True
    settings.announcement_text = world.says("announcement", 200, 1)
    settings.announcement_link_text = together(60, 4)
    settings.announcement_address = "javascript:hit(61)"
    settings.contact_email = "'\"><svg/onload=hit(62)>@x.test"
    settings.contact_phone = together(30)
    settings.contact_postal = world.says("postal", 300, 17)
    settings.footer_text = world.says("footer", 300, 26)
    settings.save()
    shelf = SectionPage.objects.get(slug="infos")
    menu = SectionPage(title=world.says("menu", 255, 35), slug="menu")
    menu.introduction, menu.show_in_menus = world.says("section", 300, 3), True
    shelf.get_parent().add_child(instance=menu)
    Redirect.objects.create(old_path="/vieux", redirect_link="javascript:hit(63)")
    world.things["section"] = menu


def fill_pages(world: Hostile) -> None:
    picture, paper = picture_of(world), paper_of(world)
    blocks = every_block(world, picture, paper)
    page = InfoPageFactory(
        section=world.things["section"],
        slug="page",
        title=world.says("page title", 255, 1),
        introduction=world.says("introduction", 300, 2),
        seo_title=world.says("seo title", 255, 9),
        search_description=world.says("search description", 300, 4),
        picture=picture,
        body=json.dumps([{"type": kind, "value": value} for kind, value in blocks]),
        featured=True,
        in_footer=True,
    )
    page.save_revision(user=world.people["editor"]).publish()
    broken = [{"type": "paragraph", "value": "".join(MARKUP)}]
    world.things["broken"] = InfoPageFactory(body=json.dumps(broken))
    world.things |= {"page": page, "image": picture, "document": paper}


def picture_of(world: Hostile) -> EditorialImage:
    title, alt = world.says("image title", 255, 6), world.says("image alt", 200, 2)
    image = EditorialImage(title=title, alt_text=alt, file=drawn(name='"><b>.png'))
    image.save()
    image.tags.add(MARKUP[1])
    return image


def paper_of(world: Hostile) -> EditorialDocument:
    file = ContentFile(b"<script>hit(64)</script>", name='"><svg onload=hit(65)>.html')
    title = world.says("document title", 255, 5)
    return EditorialDocument.objects.create(title=title, file=file)


def every_block(world: Hostile, picture, paper) -> list[tuple[str, Any]]:
    """Each kind of block, its rich texts as a database may hold them."""
    rich = f"<p>{escape(world.says('rich text', 900, 3))}</p>{RICH}"
    faq = {"question": world.says("question", 160, 7), "answer": rich}
    return [
        ("heading", {"level": "2", "text": world.says("heading", 120, 9)}),
        ("heading", {"level": '2"><b onclick=hit(66)>', "text": "x"}),
        ("paragraph", rich),
        ("list", {"ordered": True, "items": [rich]}),
        ("callout", {"tone": MARKUP[4], "title": together(80, 3), "text": rich}),
        ("faq", {"items": [faq]}),
        ("document", {"document": paper.pk, "title": together(120, 3)}),
        ("table", {"header": [together(80)], "rows": [[world.says("cell", 200, 8)]]}),
        ("image", {"image": picture.pk, "decorative": False, "alt_text": MARKUP[4]}),
        ("cta", {"label": together(60), "kind": "need", "category": MARKUP[4]}),
        ("listings", {"title": together(120), "kind": "offer", "count": 3}),
    ]
