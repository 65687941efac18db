"""What each caller spent in the present minute, counted with the other processes.

Asking the shared cache takes longer than answering. So each process counts what it
serves, and tells the others when that makes a tenth of what is allowed: a caller whom
several processes serve may get a tenth more for each process but one.
"""

from dataclasses import dataclass
from threading import Lock

from django.core.cache import cache
from django.core.signals import setting_changed

TOLD = 10  # times in what is allowed
CALLERS = 50_000  # counted at once; the first of them are forgotten beyond
WINDOW = 60  # seconds


@dataclass
class Spent:
    """What all processes told, this one included, and what it has not told yet."""

    told: int = 0
    untold: int = 0

    @property
    def total(self) -> int:
        return self.told + self.untold


class Meter:
    def __init__(self) -> None:
        self.lock = Lock()
        self.minute, self.spent = 0, dict[str, Spent]()

    def add(self, minute: int, name: str, amount: int, most: int) -> int:
        """Count `amount`; return what `name` spent in `minute`, as is known here."""
        with self.lock:
            spent = self.entry(minute, name)
            spent.untold += amount
            if spent.untold * TOLD < most:
                return spent.total
            telling, spent.untold = spent.untold, 0
            spent.told += telling  # other threads count meanwhile
        known = shared(f"graphql-{name}-{minute}", telling)
        with self.lock:
            spent.told = max(spent.told, known)
            return spent.total

    def entry(self, minute: int, name: str) -> Spent:
        if minute == self.minute - 1:  # a thread that was late
            return Spent()
        if minute != self.minute:
            self.minute, self.spent = minute, {}
        if name not in self.spent:
            if len(self.spent) >= CALLERS:
                del self.spent[next(iter(self.spent))]
            self.spent[name] = Spent()
        return self.spent[name]

    def forget(self, **_changed) -> None:
        with self.lock:
            self.spent = {}


def shared(key: str, amount: int) -> int:
    """Add to a count of all processes; return it."""
    try:
        return cache.incr(key, amount)
    except ValueError:  # the first to tell, unless another was at the same moment
        made = cache.add(key, amount, WINDOW * 2)
        return amount if made else cache.incr(key, amount)


METER = Meter()
setting_changed.connect(METER.forget)
