"""Finds the explorations of an installation: the folders in which `reflectory explore` left its files.

Reads only what is inside the installation: a folder that leads elsewhere by a link is not followed. A
folder that cannot be read is listed with its reason rather than left out.
"""

import csv
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

RUN_FILE = "run.json"
# What an exploration holds, and what each is served as. Nothing else in the folder is handed out.
FILES = {
    "report.html": "text/html; charset=utf-8",
    "report.pdf": "application/pdf",
    "themes.csv": "text/csv; charset=utf-8",
    "excerpts.csv": "text/csv; charset=utf-8",
    "trends.csv": "text/csv; charset=utf-8",
    "run.json": "application/json",
}
# A run file is some kilobytes; one of this size is something else under its name.
MOST_RUN_BYTES = 50_000_000


@dataclass(frozen=True)
class Exploration:
    """One run over one file, as its own folder tells it."""

    name: str
    folder: Path
    n_received: int
    n_used: int
    n_themes: int
    made_at: datetime
    files: tuple[str, ...]

    @property
    def has_report(self) -> bool:
        """Whether there is a page to open."""
        return "report.html" in self.files

    @property
    def other_files(self) -> tuple[str, ...]:
        """What can be downloaded beside the report."""
        return tuple(name for name in self.files if name != "report.html")


@dataclass(frozen=True)
class Unreadable:
    """A folder among the explorations that tells nothing, and why."""

    name: str
    reason: str


def folder_of_explorations(installation: Path) -> Path:
    """Where an installation keeps them."""
    return installation / "explorations"


def find_explorations(installation: Path) -> tuple[list[Exploration], list[Unreadable]]:
    """Those that can be read, newest first, and those that cannot."""
    found: list[Exploration] = []
    unreadable: list[Unreadable] = []
    top = folder_of_explorations(installation)
    if not top.is_dir():
        return found, unreadable
    for folder in sorted(top.iterdir()):
        if not folder.is_dir() or folder.name.startswith("."):
            continue
        try:
            found.append(_read(folder, within=top))
        except _Unusable as problem:
            unreadable.append(Unreadable(folder.name, str(problem)))
    found.sort(key=lambda one: (-one.made_at.timestamp(), one.name))
    return found, unreadable


def find_file(installation: Path, name: str, file: str) -> Path | None:
    """The path of one file of one exploration, or None. Only names that are really listed are looked up."""
    top = folder_of_explorations(installation)
    if file not in FILES or not top.is_dir():
        return None
    for folder in top.iterdir():
        if folder.name == name and not name.startswith("."):
            path = folder / file
            return path if path.is_file() and _stays_inside(path, within=top) else None
    return None


class _Unusable(Exception):
    """Its text says why the folder tells nothing."""


def _stays_inside(path: Path, *, within: Path) -> bool:
    return path.resolve().is_relative_to(within.resolve())


def _read(folder: Path, *, within: Path) -> Exploration:
    run_file = folder / RUN_FILE
    if not _stays_inside(run_file, within=within):
        raise _Unusable(_("it leads out of the installation"))
    try:
        if run_file.stat().st_size > MOST_RUN_BYTES:
            raise _Unusable(_("its run.json is too large to be one"))
        run: Any = json.loads(run_file.read_text(encoding="utf-8"))
        accounting = run["accounting"]
        return Exploration(
            name=folder.name,
            folder=folder,
            n_received=int(accounting["received"]),
            n_used=int(accounting["used"]),
            n_themes=_count_themes(folder, within=within),
            made_at=datetime.fromtimestamp(run_file.stat().st_mtime, tz=UTC),
            files=tuple(
                f for f in FILES if (folder / f).is_file() and _stays_inside(folder / f, within=within)
            ),
        )
    except FileNotFoundError:
        raise _Unusable(_("it has no run.json")) from None
    except OSError as problem:
        reason = _("its files cannot be read: {why}").format(why=problem.strerror)
        raise _Unusable(reason) from None
    except (ValueError, KeyError, TypeError, csv.Error):
        raise _Unusable(_("its run.json does not say how many texts were received and used")) from None


def _count_themes(folder: Path, *, within: Path) -> int:
    """The themes that have a row of their own; a folder without the table has none."""
    path = folder / "themes.csv"
    if not path.is_file() or not _stays_inside(path, within=within):
        return 0
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return sum(1 for _row in csv.DictReader(lines))
