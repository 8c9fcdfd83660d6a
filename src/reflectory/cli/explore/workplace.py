"""Where an exploration is worked on and how it is handed over.

What takes long is kept beside the result in a folder of its own, so that the same command goes on where it
was interrupted. The result appears whole: the files are made in that folder and moved when all are there.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from reflectory.connections.store import Store
from reflectory.intake import Unusable

RECORD, KEPT = "run.json", "kept"
FILES = ("report.html", "report.pdf", "themes.csv", "excerpts.csv", "trends.csv", RECORD)


def default_out(source: Path) -> Path:
    """A folder named after the file, in the working folder."""
    whole = source.resolve()
    name = whole.name if whole.is_dir() else whole.stem
    return Path(f"{name or 'texts'}-explored")


def check_out(out: Path, source: Path) -> None:
    """Raises `Unusable` where writing to `out` could harm something that is not ours."""
    if source.is_dir() and out.resolve().is_relative_to(source.resolve()):
        raise Unusable(
            f"The result would be written to {out}, inside the folder that is read, and be read the next time. "
            "Give a folder elsewhere with --out."
        )
    if out.exists() and not out.is_dir():
        raise Unusable(f"{out} is a file. Give another name for the folder with --out.")
    if out.is_dir() and any(out.iterdir()) and not _is_ours(out):
        raise Unusable(
            f"The folder {out} holds other things. Give a new or empty folder with --out, so that nothing is "
            "overwritten."
        )
    parent = out.resolve().parent
    if not parent.is_dir():
        raise Unusable(f"There is no folder {parent}. Make it, or give another folder with --out.")
    if not os.access(out if out.is_dir() else parent, os.W_OK):
        raise Unusable(f"Nothing can be written to {out}. Give another folder with --out.")


def _is_ours(out: Path) -> bool:
    """Whether an exploration made the folder. One that was killed while it replaced files left no run.json."""
    if {path.name for path in out.iterdir()} == set(FILES) - {RECORD}:
        return True
    try:
        return "accounting" in json.loads((out / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False


class Workplace:
    """The folder of unfinished work for one result: `keep` for what may be used again, `made` for files."""

    def __init__(self, out: Path, key: str) -> None:
        self.out = out
        self.folder = out.resolve().parent / f".{out.resolve().name}.unfinished"
        self.was_interrupted = self._belongs_to(key)
        if not self.was_interrupted and self.folder.exists():
            shutil.rmtree(self.folder)
        self.made = self.folder / "made"
        self.made.mkdir(parents=True, exist_ok=True)
        (self.folder / "key").write_text(key, encoding="ascii")
        self.keep = Store(self.folder / KEPT)

    def _belongs_to(self, key: str) -> bool:
        try:
            return (self.folder / "key").read_text(encoding="ascii") == key
        except OSError:
            return False

    def hand_over(self) -> None:
        """Moves the finished files to `out` and clears the unfinished work away.

        Where a result is replaced, its run.json goes first and the new one comes last: it is never there
        without the files that it speaks of.
        """
        if self.out.is_dir():
            (self.out / RECORD).unlink(missing_ok=True)
            for name in FILES:
                os.replace(self.made / name, self.out / name)
        else:
            os.rename(self.made, self.out)
        shutil.rmtree(self.folder)

    def leave(self) -> None:
        """Clears the folder away where it holds nothing that could be used again."""
        if not (self.folder / KEPT).is_dir():
            shutil.rmtree(self.folder, ignore_errors=True)
