"""The real texts that themes are measured on, with the labels people gave them.

Data stays where it is, under `../shared/data` (or `REFLECTORY_CORPORA`): nothing is copied, and a missing
folder is a `MissingCorpora` that says so. Each loader documents its row selection and counts what it dropped
and why, so that two figures are compared only when they are about the same rows. The measures themselves are
in `measures.py`.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

MIN_WORDS = 3
"""NHS comments of fewer white-space separated words are left out, as in the measurements before."""

NHS_NEAS_ADMINISTRATIVE = ("Not assigned", "Labelling not possible")
"""The two columns of `v6-NEAS.csv` that say something about the coding rather than about the comment."""

POLIS_ENGLISH = (
    "15-per-hour-seattle",
    "american-assembly.bowling-green",
    "brexit-consensus",
    "football-concussions",
    "scoop-hivemind.affordable-housing",
    "scoop-hivemind.biodiversity",
    "scoop-hivemind.freshwater",
    "scoop-hivemind.taxes",
    "scoop-hivemind.ubi",
)


class MissingCorpora(FileNotFoundError):
    """The shared corpora are not on this machine."""


@dataclass(frozen=True)
class Labelled:
    """Texts with one label each (`labels`) or a set of labels each (`label_sets`); the other is empty."""

    name: str
    texts: tuple[str, ...]
    n_labels: int
    labels: tuple[str, ...] = ()
    label_sets: tuple[frozenset[str], ...] = ()
    dropped: dict[str, int] = field(default_factory=dict)

    @property
    def is_single(self) -> bool:
        return bool(self.labels)


def corpora_root() -> Path:
    """The folder with the corpora; `MissingCorpora` where it is absent."""
    default = Path(__file__).resolve().parents[2] / "shared" / "data"
    root = Path(os.environ.get("REFLECTORY_CORPORA") or default)
    if not root.is_dir():
        raise MissingCorpora(f"../shared/data is not here: {root} is not a folder")
    return root


def nhs_neas() -> Labelled:
    """2,225 patient comments of one ambulance trust, 34 codes: exactly one code and three words or more.

    Every one-hot column counts as a code, "Positive experience & gratitude" and "Negative experience &
    dissatisfaction" too, except the two of `NHS_NEAS_ADMINISTRATIVE`. This is the selection that gives the
    2,225 texts and 34 codes of earlier measurements; taking the two experience columns away as well gives
    others.
    """
    rows = list(_csv_rows("nhs/v6-NEAS.csv"))
    columns = list(rows[0])
    codes = [c for c in columns[columns.index("Not assigned") :] if c not in NHS_NEAS_ADMINISTRATIVE]
    keep: list[tuple[str, str]] = []
    dropped: Counter[str] = Counter()
    for row in rows:
        text = row["FFT answer"].strip()
        given = [c for c in codes if row[c] == "1"]
        if not given:
            dropped["no substantive code"] += 1
        elif len(given) > 1:
            dropped["several codes"] += 1
        elif len(text.split()) < MIN_WORDS:
            dropped[f"fewer than {MIN_WORDS} words"] += 1
        else:
            keep.append((text, given[0]))
    return _single("nhs_neas", keep, dropped)


def nhs_phase1(level: str = "code") -> Labelled:
    """5,561 patient comments of two other trusts: 44 codes (`level="code"`) or 9 categories (`"category"`).

    Each row has one code. Only comments of fewer than three words are dropped; the same words under two codes
    stay two rows, as they came.
    """
    column = {"code": "code", "category": "label"}[level]
    keep: list[tuple[str, str]] = []
    dropped: Counter[str] = Counter()
    for row in _csv_rows("nhs/phase_1.csv"):
        text = row["feedback"].strip()
        if len(text.split()) < MIN_WORDS:
            dropped[f"fewer than {MIN_WORDS} words"] += 1
        else:
            keep.append((text, row[column].strip()))
    return _single("nhs_phase1" if level == "code" else f"nhs_phase1_{level}", keep, dropped)


def bills(level: str = "topic") -> Labelled:
    """1,000 summaries of US bills: 21 topics (`level="topic"`) or 101 subtopics (`"subtopic"`), all kept."""
    rows = _json_rows("bills/bills_subset.jsonl")
    keep = [(str(row["summary"]).strip(), str(row[level])) for row in rows]
    return _single("bills" if level == "topic" else f"bills_{level}", keep, Counter())


def safenet(column: str = "Contributing Factors") -> Labelled:
    """Incident narratives with their `Contributing Factors` or `Human Factors`: 6 labels, several each.

    A report with no value in the column was not coded for it: it is dropped, not read as "none of them".
    """
    texts: list[str] = []
    sets: list[frozenset[str]] = []
    dropped: Counter[str] = Counter()
    for row in _json_rows("safenet/safenet.jsonl"):
        text = (row.get("Narrative") or "").strip()
        labels = frozenset(part.strip() for part in (row.get(column) or "").split(";") if part.strip())
        if not text:
            dropped["no narrative"] += 1
        elif len(text.split()) < MIN_WORDS:
            dropped[f"fewer than {MIN_WORDS} words"] += 1
        elif not labels:
            dropped[f"no {column.lower()}"] += 1
        else:
            texts.append(text)
            sets.append(labels)
    name = "safenet_" + column.split()[0].lower()
    return Labelled(name, tuple(texts), len(frozenset().union(*sets)), (), tuple(sets), dict(dropped))


def posts_18f(min_posts: int = 5) -> Labelled:
    """509 blog posts of a government digital unit, with the author's tags on `min_posts` posts or more.

    The text is lightly cleaned, see `plain`, not raw Markdown. Posts left without a tag are dropped.
    """
    rows = list(_json_rows("18f-posts/posts.jsonl"))
    counts = Counter(tag for row in rows for tag in set(row["tags"]))
    texts: list[str] = []
    sets: list[frozenset[str]] = []
    dropped: Counter[str] = Counter()
    for row in rows:
        tags = frozenset(tag for tag in row["tags"] if counts[tag] >= min_posts)
        if not tags:
            dropped[f"no tag on {min_posts} posts or more"] += 1
            continue
        texts.append(plain(str(row["text"])))
        sets.append(tags)
    return Labelled("18f_posts", tuple(texts), len(frozenset().union(*sets)), (), tuple(sets), dict(dropped))


def plain(markdown: str) -> str:
    """The words of a Markdown post, without fenced code, template commands, HTML tags and link targets.

    >>> plain('See [the guide](https://x.gov/a) {{ "/" | url }}<br>now')
    'See the guide now'
    """
    text = re.sub(r"```.*?```|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->", " ", markdown, flags=re.S)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"<[^>]+>|https?://\S+|[#*_`|]+", " ", text)
    return re.sub(r"[ \t]+", " ", text).strip()


def every_single() -> tuple[Labelled, ...]:
    """The corpora with one label per text, in the order they are reported."""
    return nhs_neas(), nhs_phase1(), nhs_phase1("category"), bills(), bills("subtopic")


def every_multi() -> tuple[Labelled, ...]:
    """The corpora with a set of labels per text, in the order they are reported."""
    return safenet("Contributing Factors"), safenet("Human Factors"), posts_18f()


def pool_nhs() -> tuple[str, ...]:
    """Every distinct NHS comment of three words or more, of all three trusts."""
    neas = [row["FFT answer"] for row in _csv_rows("nhs/v6-NEAS.csv")]
    return _distinct(neas + [row["feedback"] for row in _csv_rows("nhs/phase_1.csv")])


def pool_safenet() -> tuple[str, ...]:
    """Every distinct SAFENET narrative."""
    return _distinct([row.get("Narrative") or "" for row in _json_rows("safenet/safenet.jsonl")])


def pool_polis() -> tuple[str, ...]:
    """Every distinct English Polis statement that its moderators did not reject (`moderated` of -1)."""
    rows = (row for name in POLIS_ENGLISH for row in _csv_rows(f"polis/{name}/comments.csv"))
    return _distinct([row["comment-body"] for row in rows if row["moderated"] != "-1"])


def pools() -> dict[str, tuple[str, ...]]:
    """Unlabelled texts by source, for resampling in runs that measure time."""
    return {"nhs": pool_nhs(), "safenet": pool_safenet(), "polis": pool_polis()}


def _single(name: str, rows: list[tuple[str, str]], dropped: Counter[str]) -> Labelled:
    labels = tuple(label for _, label in rows)
    return Labelled(name, tuple(text for text, _ in rows), len(set(labels)), labels, (), dict(dropped))


def _distinct(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t.strip() for t in texts if len(t.split()) >= MIN_WORDS))


def _csv_rows(path: str) -> Iterator[dict[str, str]]:
    with (corpora_root() / path).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _json_rows(path: str) -> Iterator[dict]:
    with (corpora_root() / path).open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
