"""Running `reflectory explore` as people do, and reading what it wrote."""

import csv
import html
import io
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from click.testing import CliRunner

from reflectory.cli import main

ANSWERS = Path(str(files("reflectory.demonstration").joinpath("answers.csv")))
COLUMNS = [
    "--text", "answer", "--id", "id", "--respondent", "respondent", "--group", "government",
    "--group", "programme", "--group", "role", "--date", "answered_on",
]  # fmt: skip
FILES = {"report.html", "report.pdf", "themes.csv", "excerpts.csv", "trends.csv", "run.json"}
# The embedding is the point of few tests, and this one is the quicker.
QUICK = ["--embedder", "static"]


def table(path):
    """The rows of a CSV file as dictionaries."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path, rows, header=("id", "answer")):
    """A CSV file of these rows; its path."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


@dataclass(frozen=True)
class Explored:
    """One run: its status, what it said, and what it wrote."""

    status: int
    said: str
    errors: str
    out: Path

    @property
    def last_words(self):
        """What was said after the stages of the work."""
        lines = self.errors.strip().splitlines()
        return "\n".join(line for line in lines if not line.endswith(" ..."))

    @cached_property
    def record(self):
        return json.loads((self.out / "run.json").read_text(encoding="utf-8"))

    @cached_property
    def accounting(self):
        return self.record["accounting"]

    @cached_property
    def excerpts(self):
        return table(self.out / "excerpts.csv")

    @cached_property
    def themes(self):
        return table(self.out / "themes.csv")

    @cached_property
    def trends(self):
        return table(self.out / "trends.csv")

    @cached_property
    def page(self):
        return (self.out / "report.html").read_text(encoding="utf-8")

    @cached_property
    def text(self):
        """What a reader of report.html sees, on one line."""
        return seen(self.page)

    def section(self, name):
        """What a reader sees of one section of the report."""
        after = self.page[self.page.index(f'<section id="{name}"') :]
        return seen(after[: after.index("<section", 1)] if "<section" in after[1:] else after)

    def reasons(self, what):
        """Reason → rows."""
        return {item["reason"]: item["rows"] for item in self.accounting["reasons"] if item["what"] == what}


def seen(page):
    """The text of a page, without marks, styles and script."""
    page = re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def explore(source, out, *options):
    """Explores in this process."""
    arguments = ["explore", str(source), "--out", str(out), *options]
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    return Explored(result.exit_code, result.stdout, result.stderr, out)


def start(source, out, *options, **environment):
    """Starts the command in a process of its own."""
    command = [sys.executable, "-m", "reflectory.cli", "explore", str(source), "--out", str(out), *options]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, **environment},
        start_new_session=True,
    )


def finish(process, out):
    """Waits for a process that was started."""
    said, errors = process.communicate(timeout=300)
    return Explored(process.returncode, said, errors, out)


def rows_of(text):
    """The rows of CSV text."""
    return list(csv.reader(io.StringIO(text, newline="")))
