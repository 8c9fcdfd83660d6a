"""Reads an exploration's files back: the texts, their passages and themes, for a draft report.

`excerpts.csv` holds every passage verbatim with its place in the text of its row. Where the explored file itself was
put beside it, under its own name and unchanged, the texts are read from there; otherwise each is put together from
its passages, with spaces where no passage lies. Either way every passage is checked against its text.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from reflectory.core.refusal import Refused
from reflectory.intake import Unusable, read
from reflectory.reports.exploring import Explored, FoundTheme, Reason, Segment, Text

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FIXED = {
    "id", "row", "segment", "start", "end", "theme", "subtheme", "weight", "respondent", "date", "campaign",
}  # fmt: skip
# Columns of kinds that say what somebody does, in the languages of the workspace.
_ROLES = {
    "role",
    "roles",
    "position",
    "job",
    "function",
    "rol",
    "cargo",
    "puesto",
    "rôle",
    "fonction",
    "poste",
    "função",
}
_MOST_BYTES = 200_000_000
_BROKEN = "A passage of it is not the words that stand at its place."


def read_explored(folder: Path) -> Explored:
    """The exploration in a folder. Raises `Refused` with a sentence where its files cannot be read."""
    try:
        return _read(folder)
    except (OSError, UnicodeDecodeError, csv.Error, ValueError, KeyError, TypeError) as problem:
        raise Refused(
            _(
                "The files of “{name}” cannot be read ({problem}). Explore the answers again, then draft the page."
            ).format(name=folder.name, problem=problem)
        ) from problem


def _read(folder: Path) -> Explored:
    run: Any = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    rows = list(_table(folder / "excerpts.csv"))
    segments = [
        Segment(int(row["row"]), int(row["start"]), int(row["end"]), row["theme"], float(row["weight"] or 0))
        for row in rows
    ]
    words = {
        (one.row, one.start, one.end): _as_said(row["segment"], one.end - one.start)
        for one, row in zip(segments, rows, strict=True)
    }
    whole = _whole(folder, run)
    bodies, broken = _bodies(words, whole)
    reasons = [
        Reason(one["what"], one["reason"], one["rows"])
        for one in run["accounting"]["reasons"]
        if one["what"] in ("excluded", "failed")
    ]
    if broken:
        reasons.append(Reason("failed", _BROKEN, broken))
    source = run["input"]
    return Explored(
        name=folder.name, file_name=source["name"], file_hash=source["sha256"], texts=_texts(rows, bodies),
        segments=[one for one in segments if one.row in bodies],
        themes=[_theme(row) for row in _table(folder / "themes.csv")],
        engine=run["versions"]["reflectory"], seed=int(run["parameters"].get("seed") or 0),
        parameters={"embedding": run["embedding"], "names_masked": run["names_masked"], **run["parameters"]},
        n_received=int(run["accounting"]["received"]), left_out=reasons, is_whole=whole is not None,
    )  # fmt: skip


def _table(path: Path) -> Iterable[dict[str, str]]:
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError(f"{path.name} is larger than 200 MB")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def _as_said(cell: str, length: int) -> str:
    """The words without the apostrophe that keeps a spreadsheet from taking them for a formula."""
    return cell[1:] if len(cell) == length + 1 and cell.startswith("'") else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _whole(folder: Path, run: Any) -> dict[int, str] | None:
    """The texts by row from the file itself, where it lies in the folder as it was read; else None."""
    name = Path(run["input"]["name"]).name
    path = folder / name
    if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
        return None
    asked = {one["role"]: one["column"] for one in run["columns"]}
    try:
        reading = read(path, text=asked.get("text"), id=asked.get("id"))
    except Unusable:
        return None
    if reading.sha256 != run["input"]["sha256"]:
        return None
    return dict(zip(reading.records.rows, reading.records.texts, strict=True))


def _bodies(
    words: dict[tuple[int, int, int], str], whole: dict[int, str] | None
) -> tuple[dict[int, str], list[int]]:
    """The text of each row that holds all its passages, and the rows that do not."""
    spans: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for (row, start, end), said in words.items():
        spans[row].append((start, end, said))
    bodies, broken = {}, []
    for row, found in spans.items():
        text = whole.get(row, "") if whole is not None else _put_together(found)
        if all(0 <= start < end and text[start:end] == said for start, end, said in found):
            bodies[row] = text
        else:
            broken.append(row)
    return bodies, broken


def _put_together(spans: Sequence[tuple[int, int, str]]) -> str:
    letters = [" "] * max(end for _start, end, _said in spans)
    for start, end, said in spans:
        if len(said) == end - start:
            letters[start:end] = said
    return "".join(letters)


def _texts(rows: Sequence[dict[str, str]], bodies: dict[int, str]) -> list[Text]:
    first: dict[int, dict[str, str]] = {}
    for row in rows:
        first.setdefault(int(row["row"]), row)
    groups = [name for name in (rows[0] if rows else {}) if name not in _FIXED]
    role = next((name for name in groups if name.casefold() in _ROLES), None)
    place = next((name for name in groups[:1] if name != role), None)
    return [
        Text(
            row=number, text=bodies[number], respondent=_plain(row["respondent"]),
            place=_plain(row[place]) if place else "", role=_plain(row[role]) if role else "",
            said_on=date.fromisoformat(row["date"]) if row["date"] else None,
        )
        for number, row in first.items()
        if number in bodies
    ]  # fmt: skip


def _theme(row: dict[str, str]) -> FoundTheme:
    return FoundTheme(
        key=row["theme"], label=_plain(row["label"]),
        repeatability=float(row["repeatability"]) if row["repeatability"] else None,
        n_respondents=int(row["respondents"]), n_groups=int(row["groups"] or 0),
    )  # fmt: skip
