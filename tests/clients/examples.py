"""The examples of a page of documentation, and what the page says they print."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RUN = {"sh", "js", "graphql"}
NAME = re.compile(r"\$([A-Z]+)\b")


@dataclass
class Example:
    """One block to run, where it stands, and the block shown below it."""

    where: str
    language: str
    source: str
    kind: str
    shown: str


def examples_of(page: Path) -> list[Example]:
    """Pair every block to run with the block that follows it."""
    text = page.read_text("utf-8")
    blocks = list(FENCE.finditer(text))
    pairs = zip(blocks, [*blocks[1:], None], strict=True)
    return [
        Example(
            f"{page.name}:{text.count(chr(10), 0, block.start()) + 1}",
            *block.groups(),
            *shown_in(after),
        )
        for block, after in pairs
        if block[1] in RUN
    ]


def shown_in(block: re.Match | None) -> tuple[str, str]:
    kind, text = block.groups() if block else ("", "")
    return (kind, text.strip()) if kind in {"json", "text"} else ("nothing", "")


def filled(text: str, values: dict[str, str]) -> str:
    """Replace each $NAME that is known; shells have variables of their own."""
    return NAME.sub(lambda found: values.get(found[1], found[0]), text)


def compare(example: Example, printed: str, values: dict[str, str]) -> None:
    """Fail unless `printed` is what is shown; keep what $NAME stands for."""
    assert example.kind in {"json", "text"}, f"{example.where} shows no result"
    if example.kind == "text":
        compare_text(example.shown, printed.strip(), values)
    else:
        compare_data(json.loads(example.shown), json.loads(printed), values)


def compare_data(shown, printed, values) -> None:
    """Keys that are not shown may be there: the schema grows."""
    if isinstance(shown, dict):
        assert shown.keys() <= printed.keys(), printed
        for key in shown:
            compare_data(shown[key], printed[key], values)
    elif isinstance(shown, list):
        assert len(shown) == len(printed), printed
        for one, other in zip(shown, printed, strict=True):
            compare_data(one, other, values)
    elif isinstance(shown, str):
        compare_text(shown, printed, values)
    else:
        assert printed == shown


def compare_text(shown: str, printed: str, values: dict[str, str]) -> None:
    assert isinstance(printed, str), f"{printed!r} is not {shown!r}"
    pattern = NAME.sub(r"(?P<\1>.+)", re.escape(shown).replace(r"\$", "$"))
    found = re.fullmatch(pattern.replace("…", ".+?"), printed)
    assert found, f"{printed!r} is not {shown!r}"
    values.update(found.groupdict())
