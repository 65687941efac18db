"""Medians of the rounds as a table that reads as text and as Markdown."""

import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from .databases import ROOT
from .documents import MEANING
from .load import CONNECTIONS, Runs
from .peers import FLOOR, MODES, PRODUCT, ways
from .servers import THREADS, WORKERS

RESULTS = Path(__file__).parent / "results"
HEAD = [
    *("server", "req/s", "to floor", "spread", "p50 ms", "p99 ms"),
    *("CPU app ms", "CPU PG ms", "SQL", "bytes"),
]
SIGNED_HEAD = ["server", "question", "time", "CPU app", "CPU PG", "SQL"]
Key = tuple[str, str]


@dataclass
class Figures:
    runs: Runs
    statements: dict[Key, float] = field(default_factory=dict)

    def middle(self, server: str, question: str, name: str) -> float:
        return median(getattr(run, name) for run in self.runs[server, question])

    def ratio(self, own: Key, other: Key) -> float:
        """Compare rates round by round: the machine changes between rounds."""
        pairs = zip(self.runs[own], self.runs[other], strict=True)
        return median(one.rate / other.rate for one, other in pairs)

    def times(self, own: Key, other: Key, name: str) -> float:
        """Return the figure `name` of `own`, divided by that of `other`."""
        return self.middle(*own, name) / self.middle(*other, name)

    def spread(self, server: str, question: str) -> float:
        """Return how far the slowest and the fastest round are apart, in %."""
        rates = [run.rate for run in self.runs[server, question]]
        return 100 * (max(rates) - min(rates)) / median(rates)

    def row(self, server: str, question: str) -> list[str]:
        return [
            server,
            f"{self.middle(server, question, 'rate'):.0f}",
            f"{self.ratio((server, question), (FLOOR, question)):.3f}",
            *self.measures(server, question),
            f"{self.statements[server, question]:g}",
            f"{self.middle(server, question, 'size'):.0f}",
        ]

    def measures(self, server: str, question: str) -> list[str]:
        places = {"p50": 1, "p99": 1, "application": 2, "postgresql": 2}
        return [
            f"{self.spread(server, question):.0f} %",
            *(
                f"{self.middle(server, question, name):.{number}f}"
                for name, number in places.items()
            ),
        ]

    def signed_in(self, server: str, question: str) -> list[str]:
        """Return how many times what a visitor takes a signed-in person takes."""
        own, visitor = (server, question), (PRODUCT, question)
        ratios = [
            self.ratio(visitor, own),
            self.times(own, visitor, "application"),
            self.times(own, visitor, "postgresql"),
        ]
        statements = f"{self.statements[own]:g}"
        words = [f"{ratio:.2f}" for ratio in ratios]
        return [server, question.upper(), *words, statements]


def heading(size: int, seconds: int, rounds: int) -> list[str]:
    return [
        f"# {size} listings, commit {commit()}",
        "",
        f"{CONNECTIONS} connections, {WORKERS} workers of {THREADS} threads, "
        f"{rounds} rounds of {seconds} s, medians. Nothing kept but "
        "documents, plans and pages, unless said.",
    ]


def by_question(figures: Figures) -> list[str]:
    """Return a table for each question, to the floor."""
    lines = []
    for name, meaning in MEANING.items():
        servers = [server for server, question in figures.runs if question == name]
        rows = [HEAD, *(figures.row(server, name) for server in servers)]
        lines += ["", f"## {name.upper()}: {meaning}", "", *table(rows)]
    return lines


def of_signed_in(figures: Figures) -> list[str]:
    """Return the table of signed-in people, to the visitor of the same run."""
    known = ways()
    keys = [key for key in figures.runs if MODES[known[key[0]][1]].signed_in]
    if not keys or (PRODUCT, keys[0][1]) not in figures.runs:
        return []
    rows = [SIGNED_HEAD, *(figures.signed_in(*key) for key in keys)]
    return ["", "## Signed in: times what a visitor takes", "", *table(rows)]


def table(rows: list[list[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rule = [widths[0] * "-", *(f"{(width - 1) * '-'}:" for width in widths[1:])]
    return [
        f"| {row[0]:<{widths[0]}} | "
        + " | ".join(f"{c:>{w}}" for c, w in zip(row[1:], widths[1:], strict=True))
        + " |"
        for row in [rows[0], rule, *rows[1:]]
    ]


def commit() -> str:
    ran = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.stdout.strip() or "unknown"


def save(text: str, name: str) -> None:
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / name).write_text(text, "utf-8")
    print(f"Written to {(RESULTS / name).relative_to(ROOT)}.")
