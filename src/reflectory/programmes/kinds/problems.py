"""What is wrong with a kind file: where it stands and what would be right.

Plain English like the messages of `intake`, because whoever reads them has the file with its English fields open.
How problems are found is in `reading`, `checks` and `loading`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend; `field` is empty where the trouble is the file itself."""

    file: str
    line: int
    field: str
    sentence: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}"
        return f"{place}, {self.field}: {self.sentence}" if self.field else f"{place}: {self.sentence}"


class KindError(Exception):
    """Everything that keeps kind files from being used, in order of file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.file, problem.line)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Problems:
    """Collects what is wrong with one file while the rest of it is still being read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Problem] = []

    def add(self, line: int, field: str, sentence: str) -> None:
        """Notes one problem."""
        self.found.append(Problem(self.file, line, field, sentence))

    def stop(self) -> KindError:
        """The error to raise with everything found so far."""
        return KindError(self.found)
