"""A child process that opens files nobody has vouched for, with limits on memory and time.

Office files and the like are parsed by libraries that a small file can drive to use gigabytes. They do so in
here: the process that asked only ever reads plain JSON lines. This module is both ends: `Child` asks and
`python -m reflectory.intake.child` answers, one request per line, until its input ends.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self, cast

from reflectory.intake.accounting import SAVE_AGAIN, SAVE_PLAIN, Limits, Unusable, counted

_REFUSED, _BROKEN, _DONE = "refused", "broken", "done"


class Child:
    """The asking end. A process that dies or takes too long is replaced for the next request."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._folder = TemporaryDirectory(prefix="reflectory-")
        self._process: subprocess.Popen[str] | None = None
        self._n_asked = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()
        self._folder.cleanup()

    def ask(self, what: str, path: Path, name: str) -> Path:
        """The JSON lines made from a file; `Unusable` where it cannot be read. `name` is for the messages."""
        self._n_asked += 1
        out = Path(self._folder.name) / f"{self._n_asked}.jsonl"
        process = self._running()
        request = json.dumps({"what": what, "path": str(path.resolve()), "name": name, "out": str(out)})
        timer = threading.Timer(self._limits.seconds, process.kill)
        timer.start()
        try:
            answer = self._exchange(process, request)
        finally:
            timed_out = not timer.is_alive()
            timer.cancel()
        if answer is None:
            self._stop()
            raise Unusable(self._death(name, timed_out=timed_out))
        if answer["outcome"] == _BROKEN and answer["memory"]:
            self._stop()
            raise Unusable(self._death(name, timed_out=False))
        if answer["outcome"] != _DONE:
            raise Unusable(answer["sentence"])
        return out

    def _exchange(self, process: subprocess.Popen[str], request: str) -> dict[str, Any] | None:
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(request + "\n")
            process.stdin.flush()
        line = process.stdout.readline()
        return cast("dict[str, Any]", json.loads(line)) if line.endswith("\n") else None

    def _death(self, name: str, *, timed_out: bool) -> str:
        if timed_out:
            allowed = counted(round(self._limits.seconds), "second")
            return f"{name} could not be read within {allowed}. {SAVE_PLAIN}"
        most = self._limits.memory_bytes / 1024**3
        return f"{name} needs more than {most:.1f} GB of memory to read, or is broken. {SAVE_PLAIN}"

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self._stop()
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "reflectory.intake.child", str(self._limits.memory_bytes)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
            )
        return self._process

    def _stop(self) -> None:
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()
        self._process = None


def lines_of(out: Path) -> Iterator[Any]:
    """What the child wrote, one value per line."""
    with out.open(encoding="utf-8", errors="surrogatepass", newline="\n") as stream:
        for line in stream:
            yield json.loads(line)


def _limit_memory(n_bytes: int) -> None:
    """Sets the limit where the platform has one: Linux keeps it, macOS only accepts it, Windows has none."""
    try:
        import resource  # kept here: there is no such module on Windows
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (n_bytes, n_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _parsers() -> dict[str, Callable[[Path, str], Iterator[Any]]]:
    from reflectory.intake import (
        documents,
        workbook,
        xlsform,
    )  # kept here: the asking end never loads the parsers

    return {
        "workbook": workbook.parse_workbook,
        "parquet": workbook.parse_parquet,
        "xlsform": xlsform.parse_xlsform,
        ".docx": documents.parse_docx,
        ".vtt": documents.parse_vtt,
        ".srt": documents.parse_srt,
    }


def answer(
    request: dict[str, str], parsers: dict[str, Callable[[Path, str], Iterator[Any]]]
) -> dict[str, Any]:
    """Does what a request asks, and says how it went."""
    name = request["name"]
    try:
        with Path(request["out"]).open("w", encoding="utf-8", errors="surrogatepass", newline="\n") as stream:
            for value in parsers[request["what"]](Path(request["path"]), name):
                stream.write(json.dumps(value) + "\n")
    except Unusable as refusal:
        return {"outcome": _REFUSED, "sentence": str(refusal), "memory": False}
    except MemoryError:
        return {"outcome": _BROKEN, "sentence": "", "memory": True}
    except Exception as error:  # whatever a parser raises on a hostile file: the file failed, not the program
        sentence = f"{name} is broken ({type(error).__name__}). {SAVE_AGAIN}"
        return {"outcome": _BROKEN, "sentence": sentence, "memory": False}
    return {"outcome": _DONE, "sentence": "", "memory": False}


def main(arguments: list[str]) -> None:
    _limit_memory(int(arguments[0]))
    parsers = _parsers()
    answers = sys.stdout
    sys.stdout = sys.stderr  # a parser that prints must not be taken for an answer
    for line in sys.stdin:
        answers.write(json.dumps(answer(json.loads(line), parsers)) + "\n")
        answers.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
