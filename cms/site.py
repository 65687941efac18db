"""The tree, site and groups without which no page can be read or written."""

from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
)

from .models import HomePage, SectionPage, SiteSettings

EDITORS = "Rédaction"
MODERATORS = "Modération"
ADMINISTRATORS = "Administration"
PAGE_PERMISSIONS = ["add_page", "change_page", "publish_page"]
DECIDING = ["decide_case", "add_reasontemplate", "change_reasontemplate"]
# Wagtail asks for the permissions of its own models, whatever model replaces them.
FILES = {"wagtailimages": "image", "wagtaildocs": "document"}
APPS_WITH_RIGHTS = [
    "wagtailadmin",
    "wagtailcore",
    "cms",
    "listings",
    "accounts",
    "moderation",
    "background",
    *FILES,
]


@transaction.atomic
def ensure_site() -> None:
    """Create what is missing; what editors changed or removed stays as they left it."""
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(name="Root")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    point_site_to(HomePage.objects.first() or new_home(root))
    SiteSettings.for_site(Site.objects.get(is_default_site=True))
    ensure_groups(root)


def new_home(root: Page) -> HomePage:
    home = HomePage(title=settings.WAGTAIL_SITE_NAME, slug="accueil")
    root.add_child(instance=home)
    home.add_child(
        instance=SectionPage(title="Infos pratiques", slug="infos", show_in_menus=True)
    )
    return home


def point_site_to(home: HomePage) -> None:
    """Make `home` the default site's first page instead of Wagtail's welcome page."""
    site = Site.objects.filter(is_default_site=True).first()
    welcome = Page.objects.filter(
        depth=2, slug="home", title__startswith="Welcome to", latest_revision=None
    ).first()
    if site is None or site.root_page_id == getattr(welcome, "pk", None):
        site = site or Site(is_default_site=True)
        address = urlsplit(settings.SITE_URL)
        site.hostname = address.hostname or "localhost"
        site.port = address.port or (443 if address.scheme == "https" else 80)
        site.site_name, site.root_page = settings.WAGTAIL_SITE_NAME, home.page_ptr
        site.save()
    if welcome and not welcome.get_children().exists():
        welcome.delete()


def ensure_groups(root: Page) -> None:
    for label in APPS_WITH_RIGHTS:
        create_permissions(apps.get_app_config(label), verbosity=0)
    access = permissions("wagtailadmin", ["access_admin"])
    deciding = permissions("moderation", DECIDING)
    own = {
        EDITORS: permissions("cms", ["change_sitesettings"]),
        MODERATORS: [
            *permissions("listings", ["moderate_listing"]),
            *permissions("moderation", ["add_rule", "change_rule", "view_decision"]),
            *permissions("accounts", ["verify_person"]),
            *deciding,
        ],
        ADMINISTRATORS: [
            *permissions("background", ["manage_jobs"]),
            *permissions("moderation", ["view_decision", "view_auditevent"]),
            *permissions("accounts", ["verify_person"]),
            *deciding,
        ],
    }
    for name, rights in own.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(*access, *rights)
    let_edit(Group.objects.get(name=EDITORS), root)


def permissions(app_label: str, codenames: list[str]) -> list[Permission]:
    return list(
        Permission.objects.filter(
            content_type__app_label=app_label, codename__in=codenames
        )
    )


def let_edit(group: Group, root: Page) -> None:
    """Give `group` the pages, pictures and documents of the whole site."""
    for permission in permissions("wagtailcore", PAGE_PERMISSIONS):
        GroupPagePermission.objects.get_or_create(
            group=group, page=root, permission=permission
        )
    collection = Collection.get_first_root_node()
    for label, model in FILES.items():
        names = [f"{verb}_{model}" for verb in ("add", "change", "choose")]
        for permission in permissions(label, names):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=permission
            )
