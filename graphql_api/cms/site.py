"""What surrounds the pages: menus, banner, contact, footer."""

import graphene
from django.conf import settings
from django.utils.module_loading import import_string

from accounts.charter import current_charter
from accounts.durations import review_delay
from cms import menus
from graphql_api.accounts.charter import Charter
from graphql_api.addresses import Addressed, whole
from messaging.push.keys import public_key


class MenuItem(Addressed, graphene.ObjectType):
    """A link of a menu."""

    title = graphene.String(required=True, description="Words of the link.")
    path = graphene.String(
        required=True, description="The argument of page(path:), for a page."
    )
    url = graphene.String(
        required=True, description="Whole address, to open in a browser."
    )


class Menus(graphene.ObjectType):
    """The menus of the site."""

    main = graphene.List(
        graphene.NonNull(MenuItem),
        required=True,
        description="At the top of every page.",
    )
    footer = graphene.List(
        graphene.NonNull(MenuItem),
        required=True,
        description="At the bottom of every page.",
    )

    def resolve_main(self, info):
        return menus.main_menu(info.context)

    def resolve_footer(self, info):
        return menus.footer_pages(info.context)


class Announcement(graphene.ObjectType):
    """What everybody should read today."""

    text = graphene.String(required=True, description="One sentence.")
    url = graphene.String(description="Where to read more.")
    link_text = graphene.String(
        required=True, description="Words of the link towards `url`; may be empty."
    )

    def resolve_url(self, info):
        return whole(self["url"]) if self["url"] else None


class Contact(graphene.ObjectType):
    """How to reach the team; empty where nothing is given."""

    email = graphene.String(required=True, description="An e-mail address.")
    phone = graphene.String(required=True, description="As it is written in France.")
    postal_address = graphene.String(required=True, description="Several lines.")

    def resolve_email(self, info):
        return self.contact_email

    def resolve_phone(self, info):
        return self.contact_phone

    def resolve_postal_address(self, info):
        return self.contact_postal


class DataDuration(graphene.ObjectType):
    """For how long one kind of data is kept; in French."""

    what = graphene.String(required=True, description="Which data.")
    kept = graphene.String(required=True, description="For how long.")
    then = graphene.String(required=True, description="What becomes of it.")
    why = graphene.String(required=True, description="By which rule or need.")
    by = graphene.String(required=True, description="Who applies it.")

    def resolve_kept(self, info):
        return self["active"]

    def resolve_then(self, info):
        return self["after"]


class Site(graphene.ObjectType):
    """The site itself."""

    name = graphene.String(required=True, description="Of the platform.")
    url = graphene.String(required=True, description="Of the home page.")
    menus = graphene.Field(
        Menus, required=True, description="As the editors arranged them."
    )
    announcement = graphene.Field(Announcement, description="Null when there is none.")
    contact = graphene.Field(Contact, required=True, description="For residents.")
    footer_text = graphene.String(required=True, description="May be empty.")
    charter = graphene.Field(
        Charter, description="The rules in force; null while none is published."
    )

    review_delay = graphene.String(
        required=True,
        description="Under how long what waits for a reader is usually read, in French"
        " words.",
    )

    push_key = graphene.String(
        description="What a browser subscribes to notifications with: see"
        " subscribeToPush. Null where the site sends none."
    )
    data_durations = graphene.List(
        graphene.NonNull(DataDuration),
        required=True,
        description="For how long everything is kept, line by line.",
    )

    def resolve_name(self, info):
        return settings.WAGTAIL_SITE_NAME

    def resolve_url(self, info):
        return whole("/")

    def resolve_menus(self, info):
        return Menus()

    def resolve_contact(self, info):
        return self

    def resolve_push_key(self, info):
        return public_key() or None

    def resolve_data_durations(self, info):
        return import_string(settings.DATA_DURATIONS)()

    def resolve_review_delay(self, info):
        return review_delay()

    def resolve_charter(self, info):
        return current_charter(info.context)
