"""Connections that end with their thread.

Servers end a thread that has nothing to do, and begin another for the next request.
Django's connection refers to itself: Python frees it when it next looks for such
circles, hours later on a quiet site, and PostgreSQL serves a hundred at most.
"""

import threading
from typing import Any
from weakref import WeakKeyDictionary


class Ends(threading.local):
    """By connection of Django; dies with its thread, whatever refers to them."""

    def __init__(self) -> None:
        self.known: WeakKeyDictionary[Any, End] = WeakKeyDictionary()


class End:
    """Closes a connection when nothing holds this any more."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def __del__(self) -> None:
        try:
            self.connection.close()
        except Exception:  # it was lost before, or the process ends
            return


ENDS = Ends()


def end_with_thread(connection, **_signal) -> None:
    """Have a connection that was opened now close at the end of this thread."""
    ENDS.known[connection] = End(connection.connection)
