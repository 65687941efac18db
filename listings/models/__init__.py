from ..photos.models import Photo
from .categories import Category, Paid
from .choices import Audience, Group, ListingKind, Outcome, PriceKind
from .ended import EndedListings
from .listings import CODE_ALPHABET, CODE_LENGTH, Listing, ListingQuerySet, new_code

__all__ = [
    "CODE_ALPHABET",
    "CODE_LENGTH",
    "Audience",
    "Category",
    "EndedListings",
    "Group",
    "Listing",
    "ListingKind",
    "ListingQuerySet",
    "Outcome",
    "Paid",
    "Photo",
    "PriceKind",
    "new_code",
]
