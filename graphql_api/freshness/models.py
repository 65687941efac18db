from django.db import models
from django.utils.translation import gettext_lazy as _

LARGEST = 10**15  # token


class Kind(models.TextChoices):
    """What changes together."""

    PAGES = "pages"
    LISTINGS = "listings"


class Change(models.Model):
    """A change of content; triggers write these rows, nobody else."""

    kind = models.CharField(max_length=8, choices=Kind)
    token = models.BigIntegerField()  # at random: no two sums are the same

    class Meta:
        verbose_name = _("changement de contenu")

    def __str__(self) -> str:
        return self.kind
