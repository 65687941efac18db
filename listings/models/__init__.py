from ..photos.models import Photo
from .categories import Category, Paid
from .choices import Audience, Group, ListingKind, Outcome, PriceKind
from .edits import ListingEdit
from .ended import EndedListings
from .listings import CODE_LENGTH, Listing, new_code
from .querysets import ListingQuerySet

__all__ = [
    "CODE_LENGTH",
    "Audience",
    "Category",
    "EndedListings",
    "Group",
    "Listing",
    "ListingEdit",
    "ListingKind",
    "ListingQuerySet",
    "Outcome",
    "Paid",
    "Photo",
    "PriceKind",
    "new_code",
]
