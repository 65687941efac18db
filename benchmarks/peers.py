"""Who is compared, and in which ways each is asked."""

from collections.abc import Callable
from dataclasses import dataclass, field

from .answers import Shape, same_shape
from .documents import Question, questions
from .environment import SESSION
from .postgraphile import answers as postgraphile

Command = Callable[[int, int, int], list[str]]


@dataclass(frozen=True)
class Mode:
    """A way of asking that changes what a server may keep."""

    environment: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    conditional: bool = False  # by a persisted GET whose answer the client has
    signed_in: bool = False


FLOOR, PRODUCT = "floor", "product"
UNCACHED = "uncached"
UNKEPT, KEPT = ({"GRAPHQL_KEEP_ANSWERS": kept} for kept in ("False", "True"))
CSRF = "c" * 32
# As a page of the site asks: the cookies, and what shows that it is of the site.
BY_COOKIE = {
    "Host": "127.0.0.1",
    "Origin": "https://127.0.0.1",
    "Cookie": f"__Host-sessionid={SESSION}; __Host-csrftoken={CSRF}",
    "X-CSRFToken": CSRF,
}
BY_TOKEN = {"X-Session-Token": SESSION}
# A cached mode is a line here, and its name in the `modes` of the peers that have it.
MODES: dict[str, Mode] = {
    UNCACHED: Mode(UNKEPT),
    "kept answers": Mode(KEPT),
    "not modified": Mode(KEPT, conditional=True),
    "by cookie": Mode(UNKEPT, BY_COOKIE, signed_in=True),
    "by token": Mode(UNKEPT, BY_TOKEN, signed_in=True),
}


def granian(application: str) -> Command:
    """Return the command of docs/deploying.md for `application`."""

    def command(port: int, workers: int, threads: int) -> list[str]:
        options = {
            "port": port,
            "workers": workers,
            "blocking-threads": threads,
            "blocking-threads-idle-timeout": 600,
        }
        words = [f"--{name}={value}" for name, value in options.items()]
        fixed = ["--interface=wsgi", "--host=127.0.0.1", "--log-level=warning"]
        return [".venv/bin/granian", *fixed, *words, application]

    return command


@dataclass(frozen=True)
class Peer:
    name: str
    command: Command
    path: str = "/graphql/"
    environment: dict[str, str] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=questions)
    shape: Shape = same_shape
    modes: tuple[str, ...] = (UNCACHED,)


def peers() -> list[Peer]:
    """Return the floor first, then the product, then what else may be chosen."""
    product = granian("config.wsgi:application")
    stock = granian("benchmarks.stock.wsgi:application")
    return [
        Peer(FLOOR, granian("benchmarks.floor.wsgi:application")),
        Peer(PRODUCT, product, modes=tuple(MODES)),
        Peer("product, plans off", product, environment={"GRAPHQL_PLANS": "False"}),
        Peer("graphene-django by hand", stock, "/by-hand/"),
        Peer("graphene-django as documented", stock, "/documented/"),
        *([postgraphile_peer()] if postgraphile.installed() else []),
    ]


def name_of(peer: Peer, mode: str) -> str:
    return peer.name if mode == UNCACHED else f"{peer.name}, {mode}"


def ways() -> dict[str, tuple[Peer, str]]:
    """Return each peer in each of its modes, by the name of its line."""
    return {
        name_of(peer, mode): (peer, mode) for peer in peers() for mode in peer.modes
    }


def postgraphile_peer() -> Peer:
    def command(port: int, workers: int, threads: int) -> list[str]:
        server = postgraphile.FOLDER / "server.mjs"
        return ["node", str(server), str(port), str(workers), str(threads)]

    return Peer(
        "PostGraphile",
        command,
        "/graphql",
        environment={"NODE_ENV": "production"},
        questions=questions(postgraphile.FOLDER / "documents", postgraphile.VARIABLES),
        shape=postgraphile.shape,
    )
