from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .rules import Place


class TextPrint(models.Model):
    """That somebody wrote something, without the words."""

    digest = models.CharField(_("empreinte"), max_length=64, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="text_prints",
        verbose_name=_("auteur"),
    )
    place = models.CharField(_("lieu"), max_length=8, choices=Place)
    opens = models.BooleanField(_("ouvre une conversation"), default=False)
    at = models.DateTimeField(_("date"), default=timezone.now)

    class Meta:
        verbose_name = _("empreinte de texte")
        verbose_name_plural = _("empreintes de textes")
        indexes = [
            models.Index(fields=["digest", "at"], name="moderation_text_seen"),
            models.Index(fields=["author", "at"], name="moderation_text_rate"),
            models.Index(fields=["at"], name="moderation_text_age"),
        ]

    def __str__(self) -> str:
        return f"{self.get_place_display()} {self.at:%Y-%m-%d}"


class PicturePrint(models.Model):
    """What a picture looks like, in 64 bits cut into four bands of sixteen.

    Two pictures that differ by at most three bits share a band: those are looked up.
    """

    bands = [f"band_{number}" for number in range(4)]

    band_0 = models.PositiveIntegerField(_("bande 1"), db_index=True)
    band_1 = models.PositiveIntegerField(_("bande 2"), db_index=True)
    band_2 = models.PositiveIntegerField(_("bande 3"), db_index=True)
    band_3 = models.PositiveIntegerField(_("bande 4"), db_index=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="picture_prints",
        verbose_name=_("auteur"),
    )
    at = models.DateTimeField(_("date"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("empreinte d’image")
        verbose_name_plural = _("empreintes d’images")

    def __str__(self) -> str:
        return f"{self.value:016x}"

    @property
    def value(self) -> int:
        return sum(getattr(self, name) << 16 * n for n, name in enumerate(self.bands))
