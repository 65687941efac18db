from wagtail import hooks
from wagtail.permissions import register_permission_policy

from background.rooms import LookOnly

from .admin_views import ListingRoom
from .models import Listing

register_permission_policy(Listing, LookOnly(Listing, "listings.moderate_listing"))


@hooks.register("register_admin_viewset")
def register_listing_room():
    return ListingRoom()
