"""Medians of the rounds as a table that reads as text and as Markdown."""

import subprocess
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from .databases import ROOT
from .documents import MEANING
from .load import CONNECTIONS, Runs
from .peers import FLOOR
from .servers import THREADS, WORKERS

RESULTS = Path(__file__).parent / "results"
HEAD = [
    *("server", "req/s", "to floor", "spread", "p50 ms", "p99 ms"),
    *("CPU app ms", "CPU PG ms", "SQL", "bytes"),
]
Key = tuple[str, str]


@dataclass
class Figures:
    runs: Runs
    statements: dict[Key, float]

    def middle(self, server: str, question: str, name: str) -> float:
        return median(getattr(run, name) for run in self.runs[server, question])

    def ratio(self, server: str, question: str) -> float:
        """Compare round by round, because the machine changes between rounds."""
        own, floor = self.runs[server, question], self.runs[FLOOR, question]
        return median(
            one.rate / other.rate for one, other in zip(own, floor, strict=True)
        )

    def spread(self, server: str, question: str) -> float:
        """Return how far the slowest and the fastest round are apart, in %."""
        rates = [run.rate for run in self.runs[server, question]]
        return 100 * (max(rates) - min(rates)) / median(rates)

    def row(self, server: str, question: str) -> list[str]:
        def of(name: str, places: int) -> str:
            return f"{self.middle(server, question, name):.{places}f}"

        return [
            server,
            of("rate", 0),
            f"{self.ratio(server, question):.3f}",
            f"{self.spread(server, question):.0f} %",
            *(of("p50", 1), of("p99", 1)),
            *(of("application", 2), of("postgresql", 2)),
            f"{self.statements[server, question]:g}",
            of("size", 0),
        ]


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
