from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from random import Random

from accounts.models import User
from listings.models import Audience, Category, Listing, ListingKind, PriceKind
from listings.photos.models import Photo
from listings.search import stems
from listings.states import ListingStatus as Status
from territory.models import Commune

from .corpus import Corpus
from .keys import code, moment, public_id

BATCH = 2_000
KNOWN_CODE = "BENCH1"  # the listing that Q3 reads
KNOWN_PHOTOS = 3
STATUSES = {
    Status.PUBLISHED: 70,
    Status.RESERVED: 5,
    Status.FULFILLED: 8,
    Status.EXPIRED: 10,
    Status.WITHDRAWN: 4,
    Status.HIDDEN: 1,
    Status.DRAFT: 2,
}
PHOTOS = {0: 22, 1: 35, 2: 22, 3: 13, 4: 8}  # of a listing: 1.5 on average
LIFE = timedelta(days=3650)  # what is live stays so, whenever the figures are taken
PRICES = [
    {"price_kind": PriceKind.FREE},
    {"price_kind": PriceKind.AGREED},
    {"price_kind": PriceKind.AMOUNT, "price": Decimal(8), "price_unit": "le panier"},
    {"price_kind": PriceKind.AMOUNT, "price": Decimal("12.50"), "price_unit": ""},
]
PRICE_WEIGHTS = [60, 10, 20, 10]


class Listings:
    """Listings of `people`, spread over two years, and rows of photos."""

    def __init__(self, size: int, rng: Random, people: list[User]):
        self.size, self.rng, self.people = size, rng, people
        self.corpus = Corpus(rng)
        self.categories = Category.objects.in_bulk()
        self.communes = list(Commune.objects.order_by("pk"))

    def seed(self) -> None:
        for start in range(0, self.size, BATCH):
            numbers = range(start, min(start + BATCH, self.size))
            rows = Listing.objects.bulk_create(map(self.listing, numbers))
            photos = [photo for row in rows for photo in self.photos(row)]
            Photo.objects.bulk_create(photos, batch_size=1_000)

    def listing(self, number: int) -> Listing:
        created = moment(number, self.size, self.rng)
        row = Listing(
            public_id=public_id(created, self.rng),
            code=code(number + 1),
            author=self.rng.choice(self.people),
            commune=self.rng.choice(self.communes),
            created_at=created,
            published_at=created,
            urgent=self.rng.random() < 0.1,
            **self.words(),
            **self.price(),
            **self.state(),
        )
        row.expires_at = created + LIFE
        return self.known(row) if number == self.size // 2 else searchable(row)

    def words(self) -> dict:
        kind = self.rng.choices(ListingKind.values, [60, 40])[0]
        model = self.corpus.model(kind)
        open_to_all = kind == ListingKind.OFFER or self.rng.random() < 0.1
        return {
            "kind": kind,
            "audience": Audience.PUBLIC if open_to_all else Audience.MEMBERS,
            "category": self.categories[model["category"]],
            "title": model["title"][:80],
            "description": self.corpus.description(model["category"]),
            "availability": model.get("availability", "")[:120],
            "reach_km": model.get("radius_km"),
        }

    def price(self) -> dict:
        return self.rng.choices(PRICES, PRICE_WEIGHTS)[0]

    def state(self) -> dict:
        chances = list(STATUSES.values())
        return {"status": self.rng.choices(list(STATUSES), chances)[0]}

    def known(self, row: Listing) -> Listing:
        """Make `row` the one that anybody reads under its code, and finds."""
        row.code, row.author = KNOWN_CODE, self.people[0]
        row.status, row.audience = Status.PUBLISHED, Audience.PUBLIC
        row.kind, row.category = ListingKind.OFFER, self.categories["jardin-bois"]
        row.title, row.reach_km = "Fendeuse à bois avec son conducteur", 20
        for name, value in PRICES[-1].items():
            setattr(row, name, value)
        return searchable(row)

    def photos(self, row: Listing) -> Iterator[Photo]:
        drawn = self.rng.choices(list(PHOTOS), list(PHOTOS.values()))[0]
        number = KNOWN_PHOTOS if row.code == KNOWN_CODE else drawn
        for position in range(number):
            key = public_id(row.created_at, self.rng)
            yield Photo(
                public_id=key,
                owner=row.author,
                listing=row,
                position=position,
                alt=self.corpus.sentence()[:60] if position % 2 else "",
                digest=key.hex,
                stem=f"photos/{key.hex}",
                widths=[400, 800, 1600],
                width=1600,
                height=self.rng.choice([900, 1067, 1200]),
                created_at=row.created_at,
            )


def searchable(row: Listing) -> Listing:
    """Fill what `Listing.save` fills, which bulk inserts go past."""
    row.search_words = " ".join(dict.fromkeys(stems(row.searchable_text)))
    return row
