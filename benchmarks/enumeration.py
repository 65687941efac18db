"""Whether the doors of accounts tell which addresses have one.

Run `python -m benchmarks.enumeration`. Each door, on the site and of the API, is asked
for known and unknown addresses in turn, in this process, with the password hasher of
production. Status and length of the answers must be the same, and the medians of their
times may differ by 15 %. `DATABASE_URL` chooses the database.
"""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any

TIMES = 50
WARMING_UP = 3
BAR = 0.15
PASSWORD, WRONG = "un-panier-de-poireaux", "un-panier-de-carottes"
Given = dict[str, Any]


def newcomer(email: str, password: str) -> Given:
    about = {"first_name": "Zoé", "commune": "Prémery", "birth_date": "1968-05-14"}
    return {"email": email, password: PASSWORD, "charter": True, **about}


SITE: dict[str, tuple[str, Callable[[str], Given]]] = {
    "site, sign in": (
        "/compte/login/",
        lambda email: {"login": email, "password": WRONG},
    ),
    "site, sign up": ("/compte/signup/", lambda email: newcomer(email, "password1")),
    "site, forgotten": ("/compte/password/reset/", lambda email: {"email": email}),
    "site, code": ("/compte/login/code/", lambda email: {"email": email}),
}
API: dict[str, tuple[str, Callable[[str], Given]]] = {
    "API, sign in": ("login", lambda email: {"email": email, "password": WRONG}),
    "API, sign up": ("signup", lambda email: newcomer(email, "password")),
    "API, forgotten": ("password/request", lambda email: {"email": email}),
    "API, code": ("code/request", lambda email: {"email": email}),
}


@dataclass
class Answers:
    """What one door gave to one kind of address."""

    seconds: list[float] = field(default_factory=list)
    shapes: set[tuple[int, int]] = field(default_factory=set)  # status, length

    @property
    def milliseconds(self) -> float:
        return median(self.seconds[WARMING_UP:]) * 1000


def doors() -> Iterator[tuple[str, Callable[[str], Any]]]:
    """Yield each door with what asks it for an address, in a browser of its own."""
    from django.test import Client

    def site(path, given):
        return lambda email: Client().post(path, given(email))

    def api(path, given):
        place = f"/_allauth/app/v1/auth/{path}"
        return lambda email: Client().post(place, given(email), "application/json")

    yield from ((name, site(*door)) for name, door in SITE.items())
    yield from ((name, api(*door)) for name, door in API.items())


def addresses(number: int) -> Iterator[tuple[str, str]]:
    """Yield known and unknown addresses, all of one length; each goes first in turn."""
    for turn in range(TIMES + WARMING_UP):
        pair = [
            ("known", f"known{turn:02}@example.org"),
            ("unknown", f"ab{number}{turn:04}@example.org"),
        ]
        yield from pair if turn % 2 else reversed(pair)


def measure(number: int, ask: Callable[[str], Any]) -> dict[str, Answers]:
    found = {"known": Answers(), "unknown": Answers()}
    for kind, email in addresses(number):
        begun = time.perf_counter()
        answer = ask(email)
        found[kind].seconds.append(time.perf_counter() - begun)
        found[kind].shapes.add((answer.status_code, len(answer.content)))
    return found


def seed() -> None:
    from accounts.models import User

    for turn in range(TIMES + WARMING_UP):
        email = f"known{turn:02}@example.org"
        user = User.objects.create_user(email, PASSWORD, first_name="Zoé")
        user.emailaddress_set.create(email=email, verified=True, primary=True)


def report(name: str, found: dict[str, Answers]) -> bool:
    """Print the line of a door; return whether it tells anything."""
    known, unknown = found["known"], found["unknown"]
    ratio = known.milliseconds / unknown.milliseconds
    same = known.shapes == unknown.shapes and len(known.shapes) == 1
    tells = not same or abs(ratio - 1) > BAR
    times = f"{known.milliseconds:8.1f} ms {unknown.milliseconds:8.1f} ms {ratio:6.2f}"
    print(f"{name:<16} {times}  {known.shapes | unknown.shapes} {'TELLS' * tells}")
    return tells


def main() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import override_settings, setup_test_environment

    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    production = {
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.PBKDF2PasswordHasher"],
        "EMAIL_BACKEND": "background.mail.QueuedEmailBackend",
        "ACCOUNT_RATE_LIMITS": dict.fromkeys(settings.ACCOUNT_RATE_LIMITS, ""),
    }
    with override_settings(**production):
        seed()
        print(f"{'':<16} {'known':>11} {'unknown':>11}  ratio  status and length")
        told = [
            report(name, measure(number, ask))
            for number, (name, ask) in enumerate(doors())
        ]
    connection.creation.destroy_test_db(str(settings.DATABASES["default"]["NAME"]), 0)
    raise SystemExit(any(told))


if __name__ == "__main__":
    main()
