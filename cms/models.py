import re
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.documents.models import AbstractDocument, Document
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Page
from wagtail.search import index

from listings.models import Listing, ListingKind
from listings.search import stems

from .blocks import BodyBlock
from .images import StrippedFile, stripped
from .pages import EditorialPageManager

WEB_ADDRESS = re.compile(r"/|https?://", re.IGNORECASE)
FEATURED_MAX = 6
LATEST_OFFERS = 4


class EditorialImage(AbstractImage):
    """A picture chosen by the editors, with the words that replace it."""

    file: Any  # declared by Wagtail, which has no types
    alt_text = models.CharField(_("texte de remplacement"), max_length=200, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "alt_text")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.strip_new_file()
        super().save(*args, **kwargs)

    @property
    def default_alt_text(self) -> str:
        return self.alt_text or str(super().default_alt_text)

    def generate_rendition_file(self, *args: Any, **kwargs: Any) -> File:
        """Return Wagtail's file copied, because Wagtail leaves its own open."""
        with super().generate_rendition_file(*args, **kwargs) as made:
            made.seek(0)
            return ContentFile(made.read(), name=made.name)

    def strip_new_file(self) -> None:
        """Replace a file being uploaded by its picture alone, without metadata."""
        stored = not self.file or self.file._committed
        if stored or isinstance(self.file.file, StrippedFile):
            return
        self.file = stripped(self.file)
        self._set_image_file_metadata()


class EditorialRendition(AbstractRendition):
    image = models.ForeignKey(EditorialImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="cms_rendition_once",
            )
        ]


class EditorialDocument(AbstractDocument):
    """A file offered for download on the information pages."""

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")


class HomePage(Page):
    """The front door, of which there is one."""

    introduction = models.TextField(_("introduction"), max_length=300, blank=True)

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["cms.SectionPage"]
    max_count = 1
    content_panels = [*Page.content_panels, "introduction"]

    class Meta:
        verbose_name = _("page d’accueil")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        featured = InfoPage.objects.live().public().filter(featured=True)
        offers = Listing.objects.live().filter(kind=ListingKind.OFFER)
        latest = offers.visible_to(request.user).with_card_data()
        return {
            **context,
            "featured": featured.with_card_data().order_by("path")[:FEATURED_MAX],
            "offers": latest.order_by("-created_at", "-public_id")[:LATEST_OFFERS],
            **activity(),
        }


def activity() -> dict[str, int]:
    """Count what is going on; needs are counted by all, even those members read."""
    return Listing.objects.live().aggregate(
        needs_count=Count("pk", filter=Q(kind=ListingKind.NEED)),
        offers_count=Count("pk", filter=Q(kind=ListingKind.OFFER)),
        communes_served=Count("commune", distinct=True),
    )


class SectionPage(Page):
    """A shelf of information pages, or of smaller shelves."""

    introduction = models.TextField(_("introduction"), max_length=300, blank=True)

    objects = EditorialPageManager()

    parent_page_types: ClassVar[list[str]] = ["cms.HomePage", "cms.SectionPage"]
    subpage_types: ClassVar[list[str]] = ["cms.SectionPage", "cms.InfoPage"]
    content_panels = [*Page.content_panels, "introduction"]

    class Meta:
        verbose_name = _("rubrique")

    @property
    def information_pages(self) -> models.QuerySet["InfoPage"]:
        """The pages of this section that anyone may read, in the editors' order."""
        pages = InfoPage.objects.child_of(self).live().public()
        return pages.with_card_data().order_by("path")

    @property
    def sections(self) -> "list[SectionPage]":
        """The sections inside this one, each with its `pages`, in two queries."""
        sections = SectionPage.objects.child_of(self).live().public().order_by("path")
        pages = InfoPage.objects.descendant_of(self).live().public().order_by("path")
        below = list(pages.with_card_data())
        for section in (found := list(sections)):
            section.pages = [page for page in below if page.is_child_of(section)]
        return found


class InfoPage(Page):
    """One piece of information, on which residents can act."""

    introduction = models.TextField(_("introduction"), max_length=300)
    body = StreamField(BodyBlock(), verbose_name=_("contenu"), blank=True)
    picture = models.ForeignKey(
        EditorialImage,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("image"),
    )
    featured = models.BooleanField(_("mise en avant sur l’accueil"), default=False)
    in_footer = models.BooleanField(_("présente en pied de page"), default=False)
    version_date = models.DateField(
        _("version du"),
        null=True,
        blank=True,
        help_text=_("Pour les règles du site : le jour où elles ont changé."),
    )
    is_charter = models.BooleanField(
        _("règles que chaque personne inscrite accepte"),
        default=False,
        help_text=_(
            "Une seule page. À chaque nouvelle date, le site demande à tous de "
            "l’accepter\u00a0; une faute corrigée garde la même date."
        ),
    )
    changes = models.CharField(
        _("ce qui change"),
        max_length=200,
        blank=True,
        help_text=_("En une phrase simple, lue avec la demande."),
    )

    objects = EditorialPageManager()

    parent_page_types: ClassVar[list[str]] = ["cms.SectionPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [*Page.content_panels, "introduction", "picture", "body"]
    promote_panels = [
        *Page.promote_panels,
        "featured",
        "in_footer",
        MultiFieldPanel(
            ["is_charter", "version_date", "changes"], heading=_("Règles du site")
        ),
    ]
    search_fields = [*Page.search_fields, index.SearchField("search_words")]

    class Meta:
        verbose_name = _("page d’information")

    def clean(self) -> None:
        """Rules that everybody accepts are dated, and stand on one page."""
        super().clean()
        if not self.is_charter:
            return
        others = InfoPage.objects.filter(is_charter=True).exclude(pk=self.pk)
        if other := others.first():
            words = _(
                "Décochez d’abord «\u00a0%(title)s\u00a0»\u00a0: une seule suffit."
            )
            error = ValidationError(words, "second_charter", {"title": other.title})
            raise ValidationError({"is_charter": error})
        if not self.version_date:
            words = _("Donnez le jour de cette version.")
            raise ValidationError({"version_date": ValidationError(words, "undated")})

    def search_words(self) -> str:
        """Return the stems under which residents find this page."""
        texts = self.body.stream_block.get_searchable_content(self.body)
        words = " ".join([self.title, self.introduction, *map(str, texts)])
        return " ".join(stems(strip_tags(words)))


class Accessibility(models.TextChoices):
    """What the law has every page say, in its words."""

    NONE = "none", _("non conforme")
    PARTIAL = "partial", _("partiellement conforme")
    FULL = "full", _("totalement conforme")


@register_setting(icon="cog", order=100)
class SiteSettings(BaseSiteSetting):
    """What editors say on every page: a banner, how to reach them, the footer."""

    announcement_shown = models.BooleanField(_("afficher le bandeau"), default=False)
    announcement_text = models.CharField(_("texte"), max_length=200, blank=True)
    announcement_link_text = models.CharField(
        _("texte du lien"), max_length=60, blank=True
    )
    announcement_page = models.ForeignKey(
        Page,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page du lien"),
    )
    announcement_address = models.URLField(
        _("ou adresse du lien"),
        blank=True,
        help_text=_("Seulement si le lien quitte le site."),
    )
    contact_email = models.EmailField(_("courriel"), blank=True)
    contact_phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    contact_postal = models.TextField(_("adresse postale"), max_length=300, blank=True)
    footer_text = models.TextField(
        _("texte du pied de page"), max_length=300, blank=True
    )

    accessibility = models.CharField(
        _("accessibilité"),
        max_length=7,
        choices=Accessibility,
        default=Accessibility.NONE,
        help_text=_("D’après l’audit\u00a0; sans audit, le site est non conforme."),
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("announcement_shown"),
                FieldPanel("announcement_text"),
                FieldPanel("announcement_link_text"),
                FieldPanel("announcement_page"),
                FieldPanel("announcement_address"),
            ],
            heading=_("Bandeau d’annonce"),
            help_text=_("Une phrase en haut de toutes les pages."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("contact_email"),
                FieldPanel("contact_phone"),
                FieldPanel("contact_postal"),
            ],
            heading=_("Nous joindre"),
        ),
        FieldPanel("footer_text"),
        FieldPanel("accessibility"),
    ]

    class Meta:
        verbose_name = _("bandeau, contact et pied de page")

    def clean(self) -> None:
        """A banner shown says something, and its link leads to one place."""
        errors = {}
        if self.announcement_shown and not self.announcement_text.strip():
            errors["announcement_text"] = _("Écrivez le texte du bandeau.")
        if self.announcement_page and self.announcement_address:
            errors["announcement_address"] = _(
                "Choisissez une page ou une adresse, pas les deux."
            )
        if errors:
            raise ValidationError(errors)

    @property
    def announcement(self) -> dict[str, str] | None:
        """The banner as the site shows it; nothing when it is off."""
        if not (self.announcement_shown and self.announcement_text):
            return None
        page = self.announcement_page
        url = page.url if page and page.live else self.announcement_address
        return {
            "text": self.announcement_text,
            "url": url if url and WEB_ADDRESS.match(url) else "",
            "link_text": self.announcement_link_text or str(_("En savoir plus")),
        }
