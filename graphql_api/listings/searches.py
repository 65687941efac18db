"""Listings that hold the words of a search, found in their list or by the index.

The index gives every row that holds them before the first is known, which takes as long
as the table is large. What many rows hold is found sooner by reading the list in order.
No statistics tell which it will be: words go with categories. So the first rows of the
list are read, and the index is asked when they do not suffice.
"""

from dataclasses import replace

from django.db import connection
from django.db.models.expressions import RawSQL

from database.statements import Statement
from graphql_api.execution.statements import count_statement
from listings.models import Listing, ListingQuerySet
from listings.search import holds

READ = 1_000  # rows that a page reads of the list
TRIED = 200  # rows that tell a count whether to read the list
ONE_IN = 8  # of them hold the words, at least, when it is worth it

# A materialized list is read as far as somebody asks. The planner must not know how far
# that may be, or it sorts whole lists that seem shorter: hence (SELECT …) as a limit.
PAGE = """
    WITH list AS MATERIALIZED ({list} LIMIT (SELECT {most})),
    near AS MATERIALIZED (SELECT pk FROM list WHERE holds LIMIT {size})
    SELECT pk FROM near
    UNION ALL (
        SELECT pk FROM ({indexed} OFFSET 0) AS indexed
        WHERE (SELECT COUNT(*) FROM near) < {size}
        AND (SELECT COUNT(*) FROM list) = {most}
        ORDER BY {order} LIMIT {size})"""
COUNT = """
    WITH list AS MATERIALIZED ({list} LIMIT (SELECT {most})),
    tried AS MATERIALIZED (
        SELECT COUNT(*) < {tried}
            OR COUNT(*) FILTER (WHERE holds) * {one_in} >= {tried} AS worth_it
        FROM (SELECT holds FROM list LIMIT {tried}) AS first),
    near AS MATERIALIZED (
        SELECT COUNT(*) AS counted
        FROM (SELECT 1 FROM list WHERE holds LIMIT {size}) AS held)
    SELECT COALESCE(
        (SELECT counted FROM near WHERE (SELECT worth_it FROM tried)
            AND (counted = {size} OR (SELECT COUNT(*) FROM list) < {most})),
        (SELECT COUNT(*) FROM ({indexed} LIMIT {size}) AS held))"""


def page_holding(
    query, rows: ListingQuerySet, order: list[str], size: int
) -> ListingQuerySet:
    """Return the first `size` of `rows` that answer a `search_query`."""
    if connection.vendor != "postgresql":
        return rows.holding(query)[:size]
    places = [name.lstrip("-") for name in order]
    asked = {"most": READ, "size": size, "order": ", ".join(map(direction, order))}
    found = composed(PAGE, query, rows.order_by(*order), ["pk", *places], asked)
    keys = RawSQL(found.sql, found.params)
    return Listing.objects.filter(pk__in=keys).order_by(*order)[:size]


def count_holding(
    query, rows: ListingQuerySet, order: list[str], most: int
) -> Statement:
    """Return what counts `rows` that answer `query`, up to one more than `most`."""
    if connection.vendor != "postgresql":
        return count_statement(rows.holding(query), most)
    size = most + 1
    asked = {"most": ONE_IN * size, "size": size, "one_in": ONE_IN, "tried": TRIED}
    return composed(COUNT, query, rows.order_by(*order), ["pk"], asked)


def composed(
    template: str, query, rows: ListingQuerySet, columns: list[str], asked: dict
) -> Statement:
    """Return `template` with the SQL of `rows`, and of those that the index gives."""
    held = holds(query)
    listed = Statement.of(rows.annotate(holds=held).values_list("pk", "holds").query)
    indexed = Statement.of(rows.filter(held).order_by().values_list(*columns).query)
    sql = template.format(list=listed.sql, indexed=indexed.sql, **asked)
    return replace(listed, sql=sql, params=[*listed.params, *indexed.params])


def direction(name: str) -> str:
    return f"{name[1:]} DESC" if name.startswith("-") else f"{name} ASC"
