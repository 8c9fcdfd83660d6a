"""What the command says while it works: on a terminal with a bar, elsewhere in plain lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

STAGES = {
    "reading": "Reading",
    "languages": "Telling languages apart",
    "campaigns": "Looking for letters sent by many",
    "themes": "Finding themes",
    "counts": "Counting people and places",
    "trends": "Testing change and difference",
    "telling": "Choosing quotes",
    "writing": "Writing the report",
}


class Teller:
    """Shows the stage and how much of it is done."""

    def __init__(self, progress: Progress | None, console: Console) -> None:
        self._progress, self._console = progress, console
        self._task: TaskID | None = None

    def stage(self, name: str) -> None:
        words = STAGES[name]
        if self._progress is None:
            self._console.print(f"{words} ...")
            return
        if self._task is not None:
            self._progress.update(self._task, total=1, completed=1)
        self._task = self._progress.add_task(words, total=None)

    def done(self, n: int, total: int | None) -> None:
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=n, total=total)


@contextmanager
def teller(console: Console) -> Iterator[Teller]:
    """A teller for this console, with bars only where somebody can see them move."""
    if not console.is_terminal:
        yield Teller(None, console)
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        told = Teller(progress, console)
        yield told
        if told._task is not None:
            progress.update(told._task, total=1, completed=1)
