"""Words under which listings and pages are found, the same on every database."""

from functools import cache

import Stemmer
from django.db import connections, models
from django.db.models.expressions import RawSQL

from territory.words import words

MAX_WORDS = 8
MIN_PREFIX = 4  # shorter words must match whole: "vin" is not "vingt"
STOP_WORDS = frozenset(
    words(
        """
        a au aux avec c ce ces cet cette d dans de des du elle en et est il ils j je l
        la le les leur lui m ma mais me mes moi mon n ne nos notre nous on ou par pas
        pour qu que qui s sa se ses son sur t ta te tes toi ton tu un une vos votre
        vous y
        """
    )
)
MATCHING_ROW = "listings_listing.search_vector @@ %s::tsquery"  # migration 0007
MATCHING_ROWS = {
    "sqlite": (
        "SELECT rowid FROM listings_listing_words WHERE listings_listing_words MATCH %s"
    ),
    "postgresql": (f"SELECT id FROM listings_listing WHERE {MATCHING_ROW}"),
}


@cache
def stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("french")


def stems(text: str) -> list[str]:
    """Return the folded French stems of `text`: « Légumes d’été » gives legum, ete."""
    useful = [word for word in words(text) if word not in STOP_WORDS]
    return stemmer().stemWords(useful)


def search_query(text: str, using: str) -> str | None:
    """Return every word of `text` in the language of the database's index.

    None when `text` holds no word. Words past the eighth are ignored.
    """
    wanted = stems(text[:400])[:MAX_WORDS]
    return QUERY[connections[using].vendor](wanted) if wanted else None


def matching_ids(query, using: str) -> RawSQL:
    """Return a sub-query of the listings that answer a `search_query`."""
    return RawSQL(MATCHING_ROWS[connections[using].vendor], [query])


def holds(query) -> RawSQL:
    """Return whether a row of PostgreSQL answers a `search_query`."""
    return RawSQL(MATCHING_ROW, [query], models.BooleanField())


def fts5_query(wanted: list[str]) -> str:
    return " ".join(
        f'"{word}"*' if len(word) >= MIN_PREFIX else f'"{word}"' for word in wanted
    )


def tsquery(wanted: list[str]) -> str:
    return " & ".join(
        f"'{word}':*" if len(word) >= MIN_PREFIX else f"'{word}'" for word in wanted
    )


QUERY = {"sqlite": fts5_query, "postgresql": tsquery}
