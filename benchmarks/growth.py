"""What the product's answers take with more listings, and far down a list."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial

from . import databases
from .answers import ask
from .documents import FOLDER, MEANING, VARIABLES, Question
from .load import Runs, in_turn
from .peers import PRODUCT, UNCACHED, ways
from .report import Figures, table
from .servers import Server, running

SMALL = 20_000  # the listings that other sizes are compared with
DEPTH = 18_000  # rows above the deep page: 900 pages of Q1
STEP = 50
DEEP = "deep"
ASKED = {"q1": MEANING["q1"], "q2": MEANING["q2"], DEEP: "as Q1, far down"}
HEAD = [
    *("question", "listings", "rows above", "time", "CPU", "to Q1", "spread"),
    *("p50 ms", "p99 ms", "CPU app ms", "CPU PG ms"),
]
Ask = Callable[[Question], dict]


@dataclass
class Growth:
    runs: Runs
    above: dict[str, int]  # rows above the deep page, by server

    def lines(self) -> list[str]:
        rows = [self.row(server, question) for server, question in self.runs]
        title = f"## Growth: times what the product takes with {SMALL} listings"
        return [title, "", *table([HEAD, *rows])]

    def row(self, server: str, question: str) -> list[str]:
        figures = Figures(self.runs)
        own, small = (server, question), (str(SMALL), question)
        ratios = [
            figures.ratio(small, own),
            figures.times(own, small, "processor"),
            figures.ratio((server, "q1"), own),
        ]
        return [
            ASKED[question],
            server,
            str(self.above[server] if question == DEEP else 0),
            *(f"{ratio:.2f}" for ratio in ratios),
            *figures.measures(server, question),
        ]


def growth(size: int, seconds: int, rounds: int) -> Growth:
    """Ask the product with `SMALL` listings and with `size`, in turn."""
    product, _mode = ways()[PRODUCT]
    with ExitStack() as stack:
        servers = []
        for listings in dict.fromkeys((SMALL, size)):
            peer = replace(product, name=str(listings))
            address = databases.address(listings)
            servers.append(stack.enter_context(running(peer, UNCACHED, address)))
        above = {server.name: go_deep(server) for server in servers}
        return Growth(in_turn(servers, ASKED, seconds, rounds), above)


def go_deep(server: Server) -> int:
    """Teach a server's peer the deep page; return how many rows are above it."""
    asked, above = deep(partial(ask, server.url, headers=server.how.headers))
    server.peer = replace(server.peer, questions={**server.peer.questions, DEEP: asked})
    return above


def deep(ask: Ask) -> tuple[Question, int]:
    """Walk to `DEPTH`, or to the end: no cursor can be made up.

    Returns the question of a page that is full, and how many rows are above it.
    """
    found, above, after = question(DEEP), 0, None
    for passed in range(0, DEPTH + 1, STEP):
        walked = ask(question("walk", first=STEP, after=after))
        page = walked["data"]["listings"]["pageInfo"]
        if not page["hasNextPage"]:
            break
        found, above = question(DEEP, after=after), passed
        after = page["endCursor"]
    return found, above


def question(name: str, **given) -> Question:
    text = (FOLDER / f"{name}.graphql").read_text("utf-8")
    return Question(name, text, {**VARIABLES["q1"], **given})
