"""A browser and its system as people know them, from what it says of itself."""

import re

from django.utils.translation import gettext as _

# Order matters: most browsers also give the names of those they descend from.
BROWSERS = [
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Opera", r"OPR/|Opera"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/"),
    ("Safari", r"Version/.*Safari/"),
]
SYSTEMS = [
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("Mac", r"Macintosh"),
    ("Linux", r"Linux|X11"),
]


def first_named(choices, user_agent: str) -> str | None:
    return next((name for name, sign in choices if re.search(sign, user_agent)), None)


def device_of(user_agent: str) -> str:
    """Return « Firefox sur Windows », or « Une application » for what is no browser."""
    browser = first_named(BROWSERS, user_agent)
    system = first_named(SYSTEMS, user_agent)
    if browser and system:
        return _("%(browser)s sur %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Une application")
