"""Rows of a file with one JSON object per line.

Columns are the keys in the order in which they first appear. Numbers, lists and objects become their text; a
missing key and `null` are an empty cell. A line that is no JSON object fails, and the rest is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reflectory.intake.accounting import Limits, Unusable
from reflectory.intake.encodings import UNDECODABLE, Encoding
from reflectory.intake.tables import TELL_EVERY, Position, Row, open_text


class JsonLines:
    """A JSONL file; its rows are numbered by line."""

    word = "line"
    spotless = False  # an escape in a line may stand for anything

    def __init__(self, path: Path, encoding: Encoding, limits: Limits) -> None:
        self._path = path
        self._encoding = encoding
        self._limits = limits
        self.mended: set[int] = set()
        keys: dict[str, None] = {}
        n_lines = 0
        for _, found in self._objects(None):
            n_lines += 1
            if isinstance(found, dict):
                keys.update(dict.fromkeys(found))
        if not keys:
            raise Unusable(_no_objects(path, n_lines))
        self._keys = tuple(keys)
        self.names = tuple(key or "(no name)" for key in keys)

    def rows(self, told: Position | None = None) -> Iterator[Row]:
        for number, found in self._objects(told):
            if isinstance(found, dict):
                yield number, [as_text(found[key]) if key in found else "" for key in self._keys]
            else:
                yield number, found

    def _objects(self, told: Position | None) -> Iterator[tuple[int, dict[str, Any] | str]]:
        longest = self._limits.row_chars
        binary, stream = open_text(self._path, self._encoding)
        with stream:
            number = 0
            while line := stream.readline(longest):
                number += 1
                whole = len(line) < longest or line.endswith("\n")
                while not whole and (more := stream.readline(longest)):
                    whole = more.endswith("\n")
                if told is not None and number % TELL_EVERY == 0:
                    told(binary.tell())
                if len(line) >= longest:
                    yield number, f"the line is longer than {longest:,} characters"
                elif not line.isspace():
                    yield number, _parsed(line)
        if told is not None:
            told(self._path.stat().st_size)


def _parsed(line: str) -> dict[str, Any] | str:
    try:
        found = json.loads(line.rstrip("\r\n"))
    except (ValueError, RecursionError) as error:
        if UNDECODABLE in line:
            return "the line holds bytes that cannot be decoded"
        reason = (
            error.msg.lower() if isinstance(error, json.JSONDecodeError) else "a value too deep or too long"
        )
        return f"the line is no JSON ({reason})"
    if not isinstance(found, dict):
        return "the line is no JSON object with named values"
    return found


def _no_objects(path: Path, n_lines: int) -> str:
    if not n_lines:
        return f"{path.name} is empty. Give a file with one JSON object per line."
    return (
        f'{path.name} has no line that is a JSON object such as {{"id": 1, "text": "…"}}. '
        "Write one object per line, or export the answers as CSV."
    )


def as_text(value: object) -> str:
    """A JSON value as the text of a cell.

    >>> as_text("as it is "), as_text(3.0), as_text(["a", "b"]), as_text(None), as_text(True)
    ('as it is ', '3', 'a; b', '', 'true')
    """
    if isinstance(value, str):
        return value
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list | tuple) and all(isinstance(one, str | int | float) for one in value):
        return "; ".join(as_text(one) for one in value)
    return json.dumps(value, ensure_ascii=False, default=str)
