"""Tables emptied as fast as the few rows of a test allow.

TRUNCATE makes every file of a hundred tables anew: three quarters of a second after
each test that commits, where DELETE takes a hundredth.
"""

from typing import Any

from django.db.backends.postgresql.operations import DatabaseOperations

# Foreign keys and our own triggers rest meanwhile, as TRUNCATE lets them.
AT_REST = "SET LOCAL session_replication_role = replica;"
AWAKE = "SET LOCAL session_replication_role = origin;"


def deletions(self, style, tables, *, reset_sequences=False, allow_cascade=False):
    """Return the statements that empty `tables`, in place of Django's."""
    names = [self.quote_name(table) for table in tables]
    return [AT_REST, *[f"DELETE FROM {name};" for name in names], AWAKE]


def empty_by_deleting() -> None:
    """Let every connection to PostgreSQL empty its tables so."""
    operations: Any = DatabaseOperations
    operations.sql_flush = deletions
