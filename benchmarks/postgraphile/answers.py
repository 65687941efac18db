"""PostGraphile names things otherwise: its answers are compared by what they hold."""

import shutil
from base64 import b64decode
from pathlib import Path
from typing import Any

from graphql_api.pagination import MAX_COUNT

FOLDER = Path(__file__).parent
VARIABLES: dict[str, dict[str, Any]] = {
    "q1": {"kind": "offer", "first": 20},
    "q2": {
        "kind": "offer",
        "category": "jardin-bois",
        "words": "'bois':*",
        "first": 20,
    },
    "q3": {"code": "BENCH1"},
    "q4": {"path": "/accueil/infos/dossier-1/fiche-1/"},
}


def installed() -> bool:
    """Whether `npm ci` was run in this folder."""
    modules = FOLDER / "node_modules" / "postgraphile"
    return modules.exists() and shutil.which("node") is not None


def shape(name: str, answer: dict, reference: bool) -> Any:
    """Return the rows of an answer, in order, without the names of its fields."""
    (root,) = answer["data"].values()
    if name == "q4":
        return of_page(root) if reference else of_stored_page(root)
    row = of_listing if reference else of_stored_listing
    if name == "q3":
        return row(root)
    nodes = [edge["node"] for edge in root["edges"]] if reference else root["nodes"]
    more = root["pageInfo"]["hasNextPage"]
    total = min(root["totalCount"], MAX_COUNT + 1)  # PostGraphile counts to the end
    return [total, more, *map(row, nodes)]


def key(global_id: str) -> str:
    return b64decode(global_id).decode().partition(":")[2]


def of_listing(row: dict) -> list:
    return [
        key(row["id"]),
        row["title"],
        row["description"],
        row["commune"]["insee"],
        row["category"]["slug"],
        row["author"]["displayName"],
        *(photo["url"].split("/")[-2] for photo in row["photos"]),
    ]


def of_stored_listing(row: dict) -> list:
    author = row["accountsUserByAuthorId"]
    photos = row["listingsPhotosByListingId"]["nodes"]
    return [
        row["publicId"],
        row["title"],
        row["description"],
        row["territoryCommuneByCommuneId"]["insee"],
        row["listingsCategoryByCategoryId"]["slug"],
        f"{author['firstName']} {author['lastInitial']}.",
        *(photo["publicId"] for photo in photos),
    ]


def of_page(page: dict) -> list:
    blocks = [
        (key(block["id"]).partition(":")[2], block["blockType"])
        for block in page["body"]
    ]
    return [key(page["id"]), page["title"], page["introduction"], *blocks]


def of_stored_page(root: dict) -> list:
    stored = root["cmsInfopageByPagePtrId"]
    blocks = [(block["id"], block["type"]) for block in stored["body"]]
    return [root["translationKey"], root["title"], stored["introduction"], *blocks]
