from ..photos.models import Photo
from .categories import Category, Paid
from .choices import Audience, Group, ListingKind, Outcome, PriceKind
from .edits import ListingEdit
from .listings import CODE_LENGTH, Listing, new_code
from .querysets import ListingQuerySet

__all__ = [
    "CODE_LENGTH",
    "Audience",
    "Category",
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
