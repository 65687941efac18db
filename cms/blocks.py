"""What an editor can put in the body of a page."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from listings.models import Category, Listing, ListingKind

MAX_LISTINGS = 6
TEXT_FEATURES = ["bold", "italic", "link"]
DOORS = {
    "offer": ("listings:offer_help", {}),
    "need": ("listings:need_help", {}),
    "offers": ("listings:list", {"kind": "offer"}),
    "needs": ("listings:list", {"kind": "need"}),
}


class HeadingLevel(models.TextChoices):
    TWO = "2", _("titre de partie")
    THREE = "3", _("sous-titre")


class Tone(models.TextChoices):
    INFO = "info", _("information")
    WARNING = "warning", _("attention")
    SUCCESS = "success", _("bonne nouvelle")


class Door(models.TextChoices):
    OFFER = "offer", _("Je propose mon aide")
    NEED = "need", _("J’ai besoin d’aide")
    OFFERS = "offers", _("la liste des offres")
    NEEDS = "needs", _("la liste des besoins")


class HeadingBlock(blocks.StructBlock):
    level = blocks.ChoiceBlock(
        label=_("niveau"), choices=HeadingLevel.choices, default=HeadingLevel.TWO
    )
    text = blocks.CharBlock(label=_("texte"), max_length=120)

    class Meta:
        icon = "title"
        label = _("titre")
        description = _("Annonce une partie de la page.")
        template = "cms/blocks/heading.html"
        preview_value = {"level": "2", "text": "Où s’adresser"}


class ParagraphBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("paragraphe")
        description = _("Du texte, avec des liens.")
        template = "cms/blocks/paragraph.html"
        preview_value = "<p>La mairie vous reçoit <b>sans rendez-vous</b>.</p>"


class BulletListBlock(blocks.StructBlock):
    ordered = blocks.BooleanBlock(
        label=_("numérotée"),
        required=False,
        help_text=_("Pour des étapes à suivre dans l’ordre."),
    )
    items = blocks.ListBlock(
        blocks.RichTextBlock(label=_("élément"), features=TEXT_FEATURES),
        label=_("éléments"),
        min_num=1,
    )

    class Meta:
        icon = "list-ul"
        label = _("liste")
        description = _("Des étapes, des pièces à fournir, des adresses.")
        template = "cms/blocks/list.html"
        preview_value = {"ordered": True, "items": ["<p>Appelez.</p>", "<p>Venez.</p>"]}


class CalloutBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(label=_("ton"), choices=Tone.choices, default=Tone.INFO)
    title = blocks.CharBlock(label=_("titre"), max_length=80)
    text = blocks.RichTextBlock(label=_("texte"), features=TEXT_FEATURES)

    class Meta:
        icon = "warning"
        label = _("encadré")
        description = _("Un numéro, une adresse ou une échéance à ne pas manquer.")
        template = "cms/blocks/callout.html"
        preview_value = {
            "tone": "info",
            "title": "Numéro vert",
            "text": "<p>0 800 00 00 00</p>",
        }


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("question"), max_length=160)
    answer = blocks.RichTextBlock(label=_("réponse"), features=TEXT_FEATURES)

    class Meta:
        icon = "help"
        label = _("question")


class FaqBlock(blocks.StructBlock):
    items = blocks.ListBlock(QuestionBlock(), label=_("questions"), min_num=1)

    class Meta:
        icon = "help"
        label = _("questions fréquentes")
        description = _("Des questions dont la réponse s’ouvre d’un clic.")
        template = "cms/blocks/faq.html"
        preview_value = {
            "items": [{"question": "Est-ce gratuit ?", "answer": "<p>Oui.</p>"}]
        }


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("document"))
    title = blocks.CharBlock(label=_("titre"), max_length=120)
    description = blocks.TextBlock(
        label=_("description"), required=False, max_length=300
    )

    class Meta:
        icon = "doc-full"
        label = _("document à télécharger")
        description = _("Un formulaire, une affiche ou un guide.")
        template = "cms/blocks/document.html"
        preview_value = {"title": "Guide des aides", "description": "À imprimer."}


class TableBlock(blocks.StructBlock):
    header = blocks.ListBlock(
        blocks.CharBlock(label=_("colonne"), max_length=80),
        label=_("en-têtes des colonnes"),
        min_num=1,
    )
    rows = blocks.ListBlock(
        blocks.ListBlock(
            blocks.CharBlock(label=_("case"), required=False, max_length=200),
            label=_("ligne"),
        ),
        label=_("lignes"),
        min_num=1,
    )

    class Meta:
        icon = "table"
        label = _("tableau")
        description = _("Des horaires ou des tarifs.")
        template = "cms/blocks/table.html"
        preview_value = {
            "header": ["Jour", "Horaires"],
            "rows": [["Lundi", "9 h – 12 h"], ["Mardi", "14 h – 17 h"]],
        }


class PictureBlock(ImageBlock):
    class Meta:
        icon = "image"
        label = _("image")
        description = _("Une photo ou un dessin, et les mots qui le remplacent.")
        template = "cms/blocks/image.html"
        preview_template = "cms/blocks/image_preview.html"
        preview_value = None


def category_choices() -> list[tuple[str, str]]:
    return [(category.pk, str(category)) for category in Category.objects.all()]


class CategoryBlock(blocks.ChoiceBlock):
    """A category by its slug; Wagtail would read all of them to show one."""

    def normalize_choice(self, value: Any) -> Any:
        return value


class CallToActionValue(blocks.StructValue):
    @property
    def url(self) -> str:
        """The address of the listings the button leads to."""
        name, query = DOORS[self["kind"]]
        if self.get("category"):
            query = {**query, "category": self["category"]}
        return reverse(name) + ("?" + urlencode(query) if query else "")

    @property
    def listing_kind(self) -> str:
        """The side the button is painted in: "offer" or "need"."""
        return str(self["kind"]).removesuffix("s")


class CallToActionBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("texte du bouton"), max_length=60)
    kind = blocks.ChoiceBlock(
        label=_("destination"), choices=Door.choices, default=Door.NEED
    )
    category = CategoryBlock(
        label=_("catégorie"), choices=category_choices, required=False
    )

    class Meta:
        icon = "link"
        label = _("bouton")
        description = _("Mène aux annonces, d’une catégorie si vous le souhaitez.")
        template = "cms/blocks/cta.html"
        value_class = CallToActionValue
        preview_value = {"label": "Trouver de l’aide", "kind": "need"}


class LatestListingsValue(blocks.StructValue):
    def listings(self, user: Any) -> "QuerySet[Listing]":
        """The latest listings that `user` may read, as few as the editor asked."""
        newest = Listing.objects.latest_for(user, self["kind"], self.get("category"))
        return newest.with_card_data()[: self["count"]]


class LatestListingsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("titre"), max_length=120)
    kind = blocks.ChoiceBlock(
        label=_("type"), choices=ListingKind.choices, default=ListingKind.OFFER
    )
    category = CategoryBlock(
        label=_("catégorie"), choices=category_choices, required=False
    )
    count = blocks.IntegerBlock(
        label=_("nombre"), min_value=1, max_value=MAX_LISTINGS, default=3
    )

    class Meta:
        icon = "list-ul"
        label = _("annonces récentes")
        description = _("Les dernières annonces, d’une catégorie si vous le souhaitez.")
        template = "cms/blocks/listings.html"
        value_class = LatestListingsValue
        preview_value = {"title": "En ce moment", "kind": "offer", "count": 2}

    def get_context(
        self, value: LatestListingsValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        request = context.get("request")
        user = getattr(request, "user", None) or AnonymousUser()
        return {**context, "listings": value.listings(user)}


class BodyBlock(blocks.StreamBlock):
    heading = HeadingBlock()
    paragraph = ParagraphBlock(features=TEXT_FEATURES)
    list = BulletListBlock()
    callout = CalloutBlock()
    faq = FaqBlock()
    document = DocumentBlock()
    table = TableBlock()
    image = PictureBlock()
    cta = CallToActionBlock()
    listings = LatestListingsBlock()

    class Meta:
        # Each costs a query; a page with more of them is a list of listings.
        block_counts = {"listings": {"max_num": 3}}
