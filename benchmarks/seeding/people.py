from random import Random

from accounts.models import PersonKind, User
from territory.models import Commune

from .corpus import demo
from .keys import moment, public_id

MOST = 5_000
ACTIVE = 0.99
INITIALS = "ABCDEFGHLMNPRSTV"


def seed_people(size: int, rng: Random) -> list[User]:
    """Create the authors of `size` listings: one for four, at most 5,000."""
    number = min(MOST, max(2, size // 4))
    names = sorted({row["display_name"].split()[0] for row in demo("people")})
    communes = list(Commune.objects.order_by("pk"))
    people = [person(n, number, rng, names, communes) for n in range(number)]
    return User.objects.bulk_create(people, batch_size=500)


def person(n: int, number: int, rng: Random, names, communes) -> User:
    joined = moment(n, number, rng)
    return User(
        public_id=public_id(joined, rng),
        email=f"personne{n}@bench.example.org",
        password="!",
        first_name=rng.choice(names),
        last_initial=rng.choice(INITIALS),
        kind=rng.choice(PersonKind.values),
        commune=rng.choice(communes),
        date_joined=joined,
        is_active=n == 0 or rng.random() < ACTIVE,
    )
