"""script/check-house: what no linter knows."""

import pytest


def complaints(load_script, tmp_path, place, text):
    """What the script says about a tree with this one file."""
    path = tmp_path / place
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return list(load_script("check-house").complaints(tmp_path))


def test_a_file_of_more_than_500_lines_is_too_long(load_script, tmp_path):
    found = complaints(load_script, tmp_path, "src/a.py", "x = 1\n" * 501)
    assert found == ["src/a.py: 501 lines, more than 500; a room that wants a wall"]


def test_a_file_of_500_lines_passes(load_script, tmp_path):
    assert complaints(load_script, tmp_path, "src/a.py", "x = 1\n" * 500) == []


@pytest.mark.parametrize(
    ("line", "used"),
    [
        ("os.environ['X']", "os.environ"),
        ("os.getenv('X')", "os.getenv"),
        ("datetime.now()", "datetime.now"),
        ("datetime.datetime.now()", "datetime.datetime.now"),
        ("date.today()", "date.today"),
        ("np.random.seed(1)", "np.random.seed"),
        ("np.random.rand(3)", "np.random.rand"),
        ("np.random.default_rng()", "np.random.default_rng without a seed"),
        ("hash('text')", "hash"),
    ],
)
def test_the_engine_may_not_depend_on_more_than_its_arguments(load_script, tmp_path, line, used):
    found = complaints(load_script, tmp_path, "src/reflectory/engine/a.py", line + "\n")
    assert set(found) == {
        f"src/reflectory/engine/a.py:1: the engine may not use {used}; let the caller hand it in"
    }


@pytest.mark.parametrize(
    "line", ["np.random.default_rng(7)", "np.random.Generator", "date(2026, 1, 2)", "a.hash()"]
)
def test_what_is_seeded_or_given_is_fine_in_the_engine(load_script, tmp_path, line):
    assert complaints(load_script, tmp_path, "src/reflectory/engine/a.py", line + "\n") == []


def test_other_rooms_may_ask_the_clock(load_script, tmp_path):
    assert complaints(load_script, tmp_path, "src/reflectory/cli/a.py", "datetime.now()\n") == []


@pytest.mark.parametrize("mark", ["# TO" + "DO later", "# FIX" + "ME", "raise NotImplemented" + "Error"])
def test_nothing_is_left_marked_as_unfinished(load_script, tmp_path, mark):
    found = complaints(load_script, tmp_path, "src/a.py", mark + "\n")
    assert found == ["src/a.py:1: left unfinished; finish it, or write it down outside the code"]
