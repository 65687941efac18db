from random import Random

from graphql_api.freshness.generations import forget_changes

from .listings import Listings
from .pages import Pages
from .people import seed_people

SEED = 58


def seed(size: int) -> None:
    """Fill a migrated, empty database with `size` listings and what they need."""
    rng = Random(SEED)
    Listings(size, rng, seed_people(size, rng)).seed()
    Pages(size, rng).seed()
    forget_changes()  # as the worker does
