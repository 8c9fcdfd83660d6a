"""A result replaces an earlier one, and nothing else."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from reflectory.cli import main
from tests.cli.exploring import FILES, QUICK, explore, write_rows

WORDS = ("bus", "clinic", "bridge", "library", "park")


@pytest.fixture
def source(tmp_path):
    return write_rows(
        tmp_path / "answers.csv", [(n, f"The {WORDS[n % 5]} was late {n} times.") for n in range(20)]
    )


def contents(out):
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_an_earlier_result_is_replaced_whole(source, tmp_path):
    first = contents(explore(source, tmp_path / "out", *QUICK).out)
    write_rows(source, [(n, f"The {WORDS[n % 5]} was shut {n} times.") for n in range(25)])
    run = explore(source, tmp_path / "out", *QUICK)
    second = contents(run.out)
    assert run.status == 0
    assert set(first) == set(second) == FILES
    assert [name for name in FILES if first[name] == second[name]] == []
    assert {path.name for path in tmp_path.iterdir()} == {"answers.csv", "out"}


def test_an_empty_folder_is_used(source, tmp_path):
    (tmp_path / "out").mkdir()
    assert set(contents(explore(source, tmp_path / "out", *QUICK).out)) == FILES


def test_what_somebody_put_beside_a_result_stays(source, tmp_path):
    explore(source, tmp_path / "out", *QUICK)
    (tmp_path / "out" / "notes.txt").write_text("mine")
    assert explore(source, tmp_path / "out", *QUICK).status == 0
    assert (tmp_path / "out" / "notes.txt").read_text() == "mine"


def test_while_a_result_is_replaced_the_record_is_there_only_with_all_the_rest(source, tmp_path, monkeypatch):
    before = contents(explore(source, tmp_path / "out", *QUICK).out)
    write_rows(source, [(n, f"The {WORDS[n % 5]} was shut {n} times.") for n in range(25)])
    seen = []
    replace = os.replace

    def watched(old, new):
        replace(old, new)
        if Path(new).parent == tmp_path / "out":
            seen.append(contents(tmp_path / "out"))

    monkeypatch.setattr(os, "replace", watched)
    run = explore(source, tmp_path / "out", *QUICK)
    after = contents(run.out)
    assert len(seen) == 6
    for there in seen:
        assert "run.json" not in there or there == after
        assert there != before


def test_a_run_killed_while_it_replaced_a_result_can_be_repeated(source, tmp_path):
    explore(source, tmp_path / "out", *QUICK)
    (tmp_path / "out" / "run.json").unlink()
    assert explore(source, tmp_path / "out", *QUICK).status == 0
    assert set(contents(tmp_path / "out")) == FILES


def test_without_a_name_the_folder_is_named_after_the_file(source, tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    result = CliRunner().invoke(main, ["explore", str(source), *QUICK], catch_exceptions=False)
    assert result.exit_code == 0
    assert set(contents(tmp_path / "here" / "answers-explored")) == FILES
