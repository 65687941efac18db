"""Where the product's time goes for each question, in one warm process.

`python -m benchmarks.profile SIZE MODE` prints milliseconds of an answer, by part; the
modes are those of `peers`, such as "by cookie". Each part is timed around the function
that does it, less what the parts inside it took; the least of many times is kept,
because what a busy machine adds is not the product's.
"""

import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial, wraps
from pkgutil import resolve_name
from unittest.mock import patch

from . import databases
from .documents import MEANING, Question, questions
from .environment import environment
from .peers import MODES, UNCACHED
from .report import table
from .viewer import session_in

TIMES = 60
REST = "middleware, view, answer"
# A part that the product no longer has is left out.
PARTS = {
    "graphql_api.views.document_of": "document: parse, validate",
    "graphql_api.views.execute_sync": "graphql-core, resolvers",
    "graphql_api.views.encoded": "serialise",
    "django.db.models.query.QuerySet._filter_or_exclude": "build queries",
    "django.db.models.sql.compiler.SQLCompiler.as_sql": "compile SQL",
    "database.prepared.Session.rows": "PostgreSQL, prepared",
    "django.db.backends.utils.CursorWrapper.execute": "PostgreSQL, by a cursor",
    "django.db.backends.postgresql.base.DatabaseWrapper.is_usable": "health check",
    "django.db.models.query.QuerySet._fetch_all": "fetch, hydrate, prefetch",
    "cms.bodies.safe_html": "rich text",
}


class Clock:
    """Time spent in each part, without what the parts inside it took."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self.inner = [0.0]

    def around(self, part: str, function: Callable) -> Callable:
        @wraps(function)
        def timed(*args, **kwargs):
            start = time.perf_counter()
            self.inner.append(0.0)
            try:
                return function(*args, **kwargs)
            finally:
                whole = time.perf_counter() - start
                self.spent[part] += whole - self.inner.pop()
                self.inner[-1] += whole

        return timed

    def installed(self) -> ExitStack:
        stack = ExitStack()
        for path, part in PARTS.items():
            owner, _dot, name = path.rpartition(".")
            try:
                function = getattr(resolve_name(owner), name)
            except AttributeError:
                continue
            timed = self.around(part, function)
            stack.enter_context(patch.object(resolve_name(owner), name, timed))
        return stack

    def taken(self) -> dict[str, float]:
        spent, self.spent = dict(self.spent), defaultdict(float)
        return {part: 1000 * seconds for part, seconds in spent.items()}


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    how = MODES[sys.argv[2] if len(sys.argv) > 2 else UNCACHED]
    database = databases.address(size)
    os.environ.update(environment(database, **how.environment))
    databases.ready(size, dict(os.environ))
    with session_in(database):
        print("\n".join(table(profiled(how.headers))))


def profiled(headers: dict[str, str]) -> list[list[str]]:
    from config.wsgi import application

    clock = Clock()
    ask = partial(answer, application, headers)
    timed = partial(answer, clock.around(REST, application), headers)
    asked = questions()
    plain = {name: whole(ask, one) for name, one in asked.items()}
    with clock.installed():
        parts = {name: by_part(timed, clock, one) for name, one in asked.items()}
    return rows(plain, parts)


def whole(ask: Callable, question: Question) -> float:
    """Return the milliseconds of an answer while nothing else is timed."""
    times = []
    for _time in range(TIMES):
        start = time.perf_counter()
        ask(question)
        times.append(1000 * (time.perf_counter() - start))
    return min(times)


def by_part(ask: Callable, clock: Clock, question: Question) -> dict:
    taken = []
    for _time in range(TIMES):
        ask(question)
        taken.append(clock.taken())
    return {part: min(one.get(part, 0) for one in taken) for part in taken[0]}


def answer(application: Callable, headers: dict, question: Question) -> None:
    from django.test import RequestFactory

    request = RequestFactory().post(
        "/graphql/",
        question.body,
        content_type="application/json",
        headers={"Host": "127.0.0.1", "X-Forwarded-Proto": "https", **headers},
    )
    started: list[str] = []
    response = list(
        application(request.environ, lambda status, _: started.append(status))
    )
    assert started == ["200 OK"], response


def rows(plain: dict[str, float], parts: dict[str, dict]) -> list[list[str]]:
    names = [*PARTS.values(), REST]
    seen = [name for name in names if any(name in one for one in parts.values())]
    lines = [
        [name, *(f"{parts[one].get(name, 0):.2f}" for one in MEANING)] for name in seen
    ]
    head = ["part, ms", *(name.upper() for name in MEANING)]
    return [head, *lines, ["whole, untimed", *(f"{plain[n]:.2f}" for n in MEANING)]]


if __name__ == "__main__":
    main()
