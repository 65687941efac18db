"""What the base template shows on every page."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page
from wagtail.rich_text import RichText

from cms import menus
from cms.models import SiteSettings
from cms.richtext import shown_html

register = template.Library()


@register.simple_tag(takes_context=True)
def menu_sections(context: dict[str, Any]) -> list[Page]:
    """The sections of the main menu; `page.url` costs no query."""
    return menus.menu_sections(context.get("request"))


@register.simple_tag(takes_context=True)
def footer_pages(context: dict[str, Any]) -> list[Page]:
    """The pages linked from the foot of every page."""
    return menus.footer_pages(context.get("request"))


@register.simple_tag(takes_context=True)
def site_settings(context: dict[str, Any]) -> SiteSettings:
    """The editors' settings: `contact_email`, `footer_text` and so on."""
    return menus.settings_of(context.get("request"))


@register.simple_tag(takes_context=True)
def announcement(context: dict[str, Any]) -> dict[str, str] | None:
    """The banner's `text`, `url` and `link_text`, or nothing when it is off."""
    return menus.settings_of(context.get("request")).announcement


@register.filter
def named(pages: list[Page], slug: str) -> Page | None:
    """The page of this name among `pages`."""
    return next((page for page in pages if page.slug == slug), None)


@register.filter
def cleaned(value: RichText) -> SafeString:
    """Rich text with its links, without what editors cannot write."""
    return mark_safe(shown_html(value.source))
