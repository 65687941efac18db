"""Values kept in the memory of one process, as long as the content is the same."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """At most `most` values, each under the generation it was made in."""

    def __init__(self, most: int) -> None:
        self.most, self.lock = most, Lock()
        self.values: dict[Hashable, Value] = {}

    def get(self, key: Hashable) -> Value | None:
        return self.values.get(key)

    def keep(self, key: Hashable, value: Value) -> Value:
        with self.lock:
            while len(self.values) >= self.most:
                del self.values[next(iter(self.values))]  # the oldest
            self.values[key] = value
        return value

    def get_or_make(self, key: Hashable, make: Callable[[], Value]) -> Value:
        known = self.get(key)
        return self.keep(key, make()) if known is None else known
