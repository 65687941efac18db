"""Log records as one line of JSON each, without addresses, tokens or queries."""

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import orjson

request_id: ContextVar[str] = ContextVar("request_id", default="")

ADDRESS = re.compile(r"[^\s<>\"'(),:;=/]+@[^\s<>\"'(),:;=/]+")
# Words of code have no digit, numbers of rows and of days are shorter.
TOKEN = re.compile(r"(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{20,}(?![\w-])")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
QUERY = re.compile(r"\?[^\s\"']*=[^\s\"']*")
LONGEST_MESSAGE = 2_000
LONGEST_REASON = 200
escaped = json.JSONEncoder(default=str).encode
# No line tells these, which the logging module would find out for each.
logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False


def masked(text: str) -> str:
    """Return `text` without what would let its reader write to, or act as, somebody."""
    if "@" in text:
        text = ADDRESS.sub("[address]", text)
    if "?" in text:
        text = QUERY.sub("?[query]", text)
    return TOKEN.sub(hidden, text) if len(text) >= 20 else text


def hidden(match: re.Match[str]) -> str:
    return match[0] if UUID.fullmatch(match[0]) else "[token]"


class JsonFormatter(logging.Formatter):
    """Writes a record on one line: what it holds is escaped, none of it can end it."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "request": getattr(record, "request_id", "") or request_id.get(),
        }
        if facts := getattr(record, "facts", None):
            line |= facts
        else:
            line["message"] = masked(record.getMessage())[:LONGEST_MESSAGE]
        if record.exc_info and record.exc_info[1]:
            line["error"] = reasons(record.exc_info[1])
            line["places"] = places(record.exc_info[2])
        return encoded(line)


def encoded(line: dict[str, Any]) -> str:
    """Return `line` in ASCII: nothing else is sure to end no line of any reader."""
    try:
        text = orjson.dumps(line, default=str).decode()
    except TypeError:  # half a character, say
        return escaped(line)
    return text if text.isascii() else escaped(line)


def reasons(error: BaseException | None) -> list[str]:
    """Name an error and its causes; databases tell their rows below the first line."""
    told: list[str] = []
    while error is not None and len(told) < 10:
        words = (str(error).splitlines() or [""])[0][:LONGEST_REASON]
        told.append(f"{type(error).__qualname__}: {masked(words)}")
        error = error.__cause__ or error.__context__
    return told


def places(trace: TracebackType | None) -> list[str]:
    """Tell where it went, innermost last, and never what the variables held."""
    frames = traceback.extract_tb(trace)[-30:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
