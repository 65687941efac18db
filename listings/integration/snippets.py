"""What a town hall copies into its own page."""

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .asked import Asked
from .component import LATEST, components

COMPONENT = """<nivernais-listings{attributes}>
  <a href="{address}">{title}</a>
</nivernais-listings>
<script src="{script}" integrity="{integrity}" \
crossorigin="anonymous" defer></script>"""
FRAME = """<iframe src="{address}" title="{title}" loading="lazy" width="100%" \
height="{height}" style="border: 0"></iframe>"""
AROUND, ROW = 190, 104  # pixels: heading and foot, one listing on a phone


def component_snippet(asked: Asked) -> SafeString:
    """The element, a link for who runs no script, the script and its integrity."""
    return format_html(
        COMPONENT,
        attributes=format_html_join("", ' {}="{}"', attributes(asked).items()),
        address=whole(asked.list_path),
        title=asked.title,
        script=whole(reverse("listings:component", args=[LATEST])),
        integrity=components()[LATEST].integrity,
    )


def attributes(asked: Asked) -> dict[str, str]:
    """The attributes of the element that say `asked`."""
    said = {
        "commune": asked.commune and asked.commune.pk,
        "kind": asked.kind and asked.kind.value,
        "category": asked.categorie and asked.categorie.pk,
        "within-km": asked.rayon,
        "limit": asked.nombre,
    }
    return {name: str(value) for name, value in said.items() if value}


def frame_snippet(asked: Asked) -> SafeString:
    return format_html(
        FRAME,
        address=whole(asked.frame_path),
        title=_("%(listings)s, sur Nièvre Solutions Solidaires")
        % {"listings": asked.title},
        height=frame_height(asked),
    )


def frame_height(asked: Asked) -> int:
    """Pixels: without a script, a frame cannot take the height of what it holds."""
    return AROUND + ROW * asked.nombre


def whole(path: str) -> str:
    return urljoin(settings.SITE_URL, path)
