"""`make bench`: seeds, checks that all say the same, measures who says it faster."""

import argparse
import signal
import sys
from contextlib import ExitStack
from datetime import date

from . import databases
from .answers import Different, compare
from .documents import MEANING
from .environment import environment
from .load import Run, run
from .peers import Peer, peers
from .report import Figures, report, save
from .servers import Server, running
from .statements import counting

TIMES = 4  # enough requests for a whole number of statements
REFERENCE = "product"


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_args: sys.exit(1))
    options = arguments()
    database = databases.address(options.size)
    databases.ready(options.size, environment(database))
    chosen = [one for one in peers() if not options.only or one.name in options.only]
    try:
        statements = checked(chosen, database)
        runs = measured(chosen, database, options.seconds, options.rounds)
    except (Different, RuntimeError) as error:
        sys.exit(str(error))
    figures = Figures(runs, statements)
    text = report(figures, options.size, options.seconds, options.rounds)
    print(text)
    if options.save:
        save(text, f"{date.today()}-{options.size}.md")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--size", type=int, default=20_000)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*", help="names of peers; the floor is needed")
    parser.add_argument("--save", action="store_true")
    return parser.parse_args()


def checked(chosen: list[Peer], database: str) -> dict[tuple[str, str], float]:
    """Return the statements of each answer, once all answers were found equal."""
    reference = next(one for one in peers() if one.name == REFERENCE)
    with running(reference, reference.modes[0], database, 1, 1) as server:
        wanted = {name: server.answer(name) for name in MEANING}
    counts = {}
    for peer in chosen:
        for mode in peer.modes:
            with (
                counting(database) as counter,
                running(peer, mode, counter.address, 1, 1) as server,
            ):
                for name in MEANING:
                    asked = statements_of(server, name, wanted[name], counter)
                    counts[server.name, name] = asked
                print(f"{server.name} answers like the product.", flush=True)
    return counts


def statements_of(server: Server, name: str, wanted: dict, counter) -> float:
    for _time in range(TIMES):  # what is done once, such as preparing, is not counted
        answer = server.answer(name)
        compare(server.name, name, server.peer.shape, answer, wanted)
    before = counter.count
    for _time in range(TIMES):
        server.answer(name)
    return (counter.count - before) / TIMES


def measured(
    chosen: list[Peer], database: str, seconds: int, rounds: int
) -> dict[tuple[str, str], list[Run]]:
    """Return the runs of each server and question: rounds in turn, there and back."""
    runs: dict[tuple[str, str], list[Run]] = {}
    with ExitStack() as stack:
        servers = [
            stack.enter_context(running(peer, mode, database))
            for peer in chosen
            for mode in peer.modes
        ]
        for number in range(rounds):
            print(f"Round {number + 1} of {rounds}.", flush=True)
            for name in MEANING:
                for server in servers if number % 2 == 0 else reversed(servers):
                    done = run(server, name, seconds, database)
                    runs.setdefault((server.name, name), []).append(done)
    return runs


if __name__ == "__main__":
    main()
