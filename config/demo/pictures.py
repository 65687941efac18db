"""Photos of the demo listings, each encoded once however many listings show it."""

from functools import cache
from pathlib import Path

from listings.models import Listing
from listings.photos.actions import arrange, digest_of, encode, keep
from listings.photos.models import Photo
from listings.photos.pictures import Encoded
from territory.shipped import read_yaml

DATA = Path(__file__).parent


@cache
def prepared(name: str) -> tuple[list[Encoded], str]:
    with (DATA / "photos" / name).open("rb") as file:
        return encode(file), digest_of(file)


def descriptions() -> dict[str, str]:
    rows = read_yaml(DATA / "photos.yaml")
    return {row["file"]: row["alt"] for row in rows["photos"]}


def add_photos(listings: dict[str, Listing], rows: list[dict]) -> None:
    """Give each listing the photo that its row names."""
    seen = descriptions()
    for row in rows:
        if name := row.get("photo"):
            encoded, digest = prepared(name)
            listing = listings[row["id"]]
            photo = Photo(owner=listing.author, digest=digest, alt=seen[name])
            arrange(listing, [keep(encoded, photo)])
    prepared.cache_clear()
