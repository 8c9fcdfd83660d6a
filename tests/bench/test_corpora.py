"""The loaders: rules on hand-made files, and the row counts that earlier figures were about."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from bench import corpora


@pytest.fixture
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REFLECTORY_CORPORA", str(tmp_path))
    return tmp_path


def shared(loader, *args):
    try:
        return loader(*args)
    except corpora.MissingCorpora as missing:
        pytest.skip(str(missing))


def write_csv(path: Path, rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def write_lines(path: Path, rows: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def test_an_absent_folder_is_said_and_not_an_empty_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFLECTORY_CORPORA", str(tmp_path / "nowhere"))
    with pytest.raises(corpora.MissingCorpora, match=r"\.\./shared/data is not here"):
        corpora.bills()


def test_a_comment_needs_one_substantive_code_and_three_words(own_data: Path) -> None:
    def row(text: str, *given: str) -> dict[str, str]:
        codes = ("Not assigned", "Staff", "Labelling not possible", "Parking")
        return {"FFT answer": text} | {code: "1" if code in given else "" for code in codes}

    rows = [
        row("the driver was kind", "Staff"),
        row("too short", "Staff"),
        row("kind driver, nowhere to park", "Staff", "Parking"),
        row("nothing can be said", "Labelling not possible"),
        row("somebody began on this", "Not assigned", "Parking"),
    ]
    write_csv(own_data / "nhs" / "v6-NEAS.csv", rows)
    found = corpora.nhs_neas()
    assert found.texts == ("the driver was kind", "somebody began on this")
    assert found.labels == ("Staff", "Parking")
    assert found.dropped == {"no substantive code": 1, "several codes": 1, "fewer than 3 words": 1}


def test_a_report_that_was_not_coded_is_dropped_and_not_read_as_none(own_data: Path) -> None:
    rows = [
        {"Narrative": "the radio failed twice", "Human Factors": "Leadership;Fatigue;"},
        {"Narrative": "the radio failed again", "Human Factors": ""},
        {"Narrative": "", "Human Factors": "Fatigue;"},
        {"Narrative": "test", "Human Factors": "Fatigue;"},
        {"Narrative": None, "Human Factors": None},
    ]
    write_lines(own_data / "safenet" / "safenet.jsonl", rows)
    found = corpora.safenet("Human Factors")
    assert found.label_sets == (frozenset({"Leadership", "Fatigue"}),)
    assert found.dropped == {"no human factors": 1, "no narrative": 2, "fewer than 3 words": 1}


def test_rare_tags_go_and_posts_without_another_go_with_them(own_data: Path) -> None:
    rows = [
        {"tags": ["agile", "agile"], "text": "We *met* weekly."},
        {"tags": ["agile", "rare"], "text": "b"},
    ]
    write_lines(own_data / "18f-posts" / "posts.jsonl", [*rows, {"tags": ["lone"], "text": "c"}])
    found = corpora.posts_18f(min_posts=2)
    assert found.label_sets == (frozenset({"agile"}), frozenset({"agile"}))
    assert found.texts[0] == "We met weekly."
    assert found.dropped == {"no tag on 2 posts or more": 1}


def test_rejected_statements_are_never_in_the_pool(own_data: Path) -> None:
    rows = [
        {"comment-body": "More buses after ten, please", "moderated": "1"},
        {"comment-body": "something that was rejected", "moderated": "-1"},
    ]
    for name in corpora.POLIS_ENGLISH:
        write_csv(own_data / "polis" / name / "comments.csv", rows)
    assert corpora.pool_polis() == ("More buses after ten, please",)


def test_markdown_is_reduced_to_its_words() -> None:
    text = 'See [the guide](https://x.gov/a) {{ "/" | url }}<br>**now** ![chart](a.png)\n```code```'
    assert corpora.plain(text) == "See the guide now chart"


def test_the_selection_of_neas_is_the_one_of_earlier_figures() -> None:
    found = shared(corpora.nhs_neas)
    assert (len(found.texts), found.n_labels, sum(found.dropped.values())) == (2225, 34, 2871)


def test_the_other_corpora_have_their_known_sizes() -> None:
    sizes = {
        c.name: (len(c.texts), c.n_labels)
        for c in (*shared(corpora.every_single), *shared(corpora.every_multi))
    }
    assert sizes == {
        "nhs_neas": (2225, 34),
        "nhs_phase1": (5561, 44),
        "nhs_phase1_category": (5561, 9),
        "bills": (1000, 21),
        "bills_subtopic": (1000, 101),
        "safenet_contributing": (1990, 6),
        "safenet_human": (1115, 6),
        "18f_posts": (503, 83),
    }


def test_the_pools_hold_texts_of_every_source_once() -> None:
    found = shared(corpora.pools)
    assert {name: len(texts) == len(set(texts)) and len(texts) > 1000 for name, texts in found.items()} == {
        "nhs": True,
        "safenet": True,
        "polis": True,
    }
