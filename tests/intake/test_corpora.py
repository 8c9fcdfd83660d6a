"""Guesses on real files, where the shared corpora are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from reflectory.intake import read
from tests.intake.planting import use

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
ROLES = ("text", "id", "respondent", "group", "date")


@pytest.mark.parametrize(
    ("name", "columns", "received", "used"),
    [
        ("nhs/v6-NEAS.csv", ("FFT answer", "Comment ID", "Respondent ID", None, "Date"), 5096, 3883),
        ("nhs/phase_1.csv", ("feedback", "row_index", None, "organization", None), 5932, 5931),
        ("nasa-llis/llis.csv", ("Lesson", "LessonId", None, "Organization", "LessonDate"), 1637, 1637),
        (
            "polis/american-assembly.bowling-green/comments.csv",
            ("comment-body", "comment-id", "author-id", None, "datetime"),
            896,
            895,
        ),
        (
            "polis/vtaiwan.uberx/comments.csv",
            ("comment-body", "comment-id", "author-id", None, "datetime"),
            197,
            197,
        ),
        ("safenet/safenet.jsonl", ("Narrative", "ID", None, "Event State", "Event Start Date"), 2062, 2049),
        ("bills/bills_subset.jsonl", ("summary", "id", None, None, "date"), 1000, 1000),
        ("18f-posts/posts.jsonl", ("text", None, "authors", None, "date"), 509, 509),
    ],
)
def test_the_columns_of_real_files_are_guessed(name, columns, received, used):
    path = DATA / name
    if not path.exists():
        pytest.skip(f"../shared/data is not here: {name} is needed")
    reading = read(path)
    assert tuple(use(reading, role) for role in ROLES) == columns
    assert (reading.received, reading.used, reading.n_failed) == (received, used, 0)
