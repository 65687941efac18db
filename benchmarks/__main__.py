"""`make bench`: seeds, checks that all say the same, measures who says it faster."""

import argparse
import signal
import sys
from contextlib import AbstractContextManager, nullcontext
from datetime import date

from . import databases
from .answers import Different, compare, to_a_neighbour
from .documents import MEANING
from .environment import environment
from .growth import SMALL, growth
from .load import Runs, in_turn
from .peers import FLOOR, MODES, PRODUCT, UNCACHED, ways
from .report import Figures, by_question, heading, of_signed_in, save
from .servers import Server, all_running, running
from .statements import counting
from .viewer import session_in

TIMES = 4  # enough requests for a whole number of statements
GROWTH = "growth"


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_args: sys.exit(1))
    options = arguments()
    database = databases.address(options.size)
    databases.ready(options.size, environment(database))
    lines = heading(options.size, options.seconds, options.rounds)
    try:
        lines += compared(options, database) + grown(options)
    except (Different, RuntimeError) as error:
        sys.exit(str(error))
    text = "\n".join([*lines, ""])
    print(text)
    if options.save:
        save(text, f"{date.today()}-{options.size}.md")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--size", type=int, default=SMALL)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*", choices=[*ways(), GROWTH])
    parser.add_argument("--save", action="store_true")
    return parser.parse_args()


def compared(options: argparse.Namespace, database: str) -> list[str]:
    """Return what is said of the chosen servers, which all have the same rows."""
    if not (names := chosen(options.only)):
        return []
    with session_for(names, database):
        statements = checked(names, database)
        runs = measured(names, database, options.seconds, options.rounds)
    figures = Figures(runs, statements)
    return [*by_question(figures), *of_signed_in(figures)]


def chosen(only: list[str] | None) -> list[str]:
    """Return names of servers; the floor is needed, whichever are compared to it."""
    if not only:
        return list(ways())
    wanted = {FLOOR, *only} if set(only) - {GROWTH} else set()
    return [name for name in ways() if name in wanted]


def session_for(names: list[str], database: str) -> AbstractContextManager:
    needed = any(MODES[ways()[name][1]].signed_in for name in names)
    return session_in(database) if needed else nullcontext()


def checked(names: list[str], database: str) -> dict[tuple[str, str], float]:
    """Return the statements of each answer, once all answers were found equal."""
    product, _mode = ways()[PRODUCT]
    with running(product, UNCACHED, database, 1, 1) as server:
        wanted = {name: server.answer(name) for name in MEANING}
    counts = {}
    for server_name in names:
        with (
            counting(database) as counter,
            running(*ways()[server_name], counter.address, 1, 1) as server,
        ):
            for name in MEANING:
                asked = statements_of(server, name, wanted[name], counter)
                counts[server.name, name] = asked
            print(f"{server.name} answers like the product.", flush=True)
    return counts


def statements_of(server: Server, name: str, wanted: dict, counter) -> float:
    if server.how.signed_in:
        wanted = to_a_neighbour(wanted)
    for _time in range(TIMES):  # what is done once, such as preparing, is not counted
        answer = server.answer(name)
        compare(server.name, name, server.peer.shape, answer, wanted)
    before = counter.count
    for _time in range(TIMES):
        server.answer(name)
    return (counter.count - before) / TIMES


def measured(names: list[str], database: str, seconds: int, rounds: int) -> Runs:
    with all_running(names, database) as servers:
        return in_turn(servers, MEANING, seconds, rounds)


def grown(options: argparse.Namespace) -> list[str]:
    if options.only and GROWTH not in options.only:
        return []
    databases.ready(SMALL, environment(databases.address(SMALL)))
    return ["", *growth(options.size, options.seconds, options.rounds).lines()]


if __name__ == "__main__":
    main()
