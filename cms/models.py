from typing import Any, ClassVar

from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Page
from wagtail.search import index

from listings.search import stems

from .blocks import BodyBlock
from .images import StrippedFile, stripped


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


class SectionPage(Page):
    """A shelf of information pages."""

    introduction = models.TextField(_("introduction"), max_length=300, blank=True)

    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = ["cms.InfoPage"]
    content_panels = [*Page.content_panels, "introduction"]

    class Meta:
        verbose_name = _("rubrique")

    @property
    def information_pages(self) -> models.QuerySet["InfoPage"]:
        """The pages of this section that anyone may read, in the editors' order."""
        return InfoPage.objects.child_of(self).live().public().order_by("path")


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

    parent_page_types: ClassVar[list[str]] = ["cms.SectionPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [*Page.content_panels, "introduction", "picture", "body"]
    promote_panels = [*Page.promote_panels, "featured", "in_footer"]
    search_fields = [*Page.search_fields, index.SearchField("search_words")]

    class Meta:
        verbose_name = _("page d’information")

    def search_words(self) -> str:
        """Return the stems under which residents find this page."""
        texts = self.body.stream_block.get_searchable_content(self.body)
        words = " ".join([self.title, self.introduction, *map(str, texts)])
        return " ".join(stems(strip_tags(words)))
