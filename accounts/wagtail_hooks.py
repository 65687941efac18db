from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.components import Component


class OpenDoorPanel(Component):
    """Says, where it is so, that the admin opens with a password alone."""

    order = 10

    def render_html(self, parent_context=None):
        words = _(
            "Démonstration : ici, la deuxième clé n’est pas demandée. Sur le vrai "
            "site, personne n’entre dans l’administration sans elle."
        )
        return format_html('<div class="help-block help-info"><p>{}</p></div>', words)


@hooks.register("construct_homepage_panels")
def say_that_the_door_is_open(request, panels):
    if not settings.STAFF_MFA_REQUIRED:
        panels.append(OpenDoorPanel())
