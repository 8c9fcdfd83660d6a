"""What the options of `explore` change, and what they leave alone."""

import re
import subprocess
import sys

import pytest
from click.testing import CliRunner
from distributed import LocalCluster

from reflectory.cli import main
from tests.cli.exploring import QUICK, explore, write_rows

TOPICS = {
    "bus": ["late", "full", "cancelled", "too dear", "warm and on time"],
    "clinic": [
        "shut at noon",
        "too far away",
        "kind to my mother",
        "short of nurses",
        "never answering the telephone",
    ],
    "Umberlode bridge": [
        "closed to carts",
        "narrow for two cars",
        "dark at night",
        "painted at last",
        "shaking in the wind",
    ],
    "library": [
        "open too seldom",
        "warm in winter",
        "full of old books",
        "the best place here",
        "loud on Mondays",
    ],
}
PLACES = ("Quorndale", "Vexholm", "Zephyr Mills", "Brackwater")


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """Answers that name their place, and a bridge that no column knows."""
    rows = [
        (
            f"k{n}-{m}",
            f"In {PLACES[(n + m) % 4]} the {topic} is {how}. The {topic} in {PLACES[(n + m) % 4]} matters.",
            PLACES[(n + m) % 4],
        )
        for n, (topic, all_of_it) in enumerate(TOPICS.items())
        for m, how in enumerate(all_of_it * 2)
    ]  # fmt: skip
    return write_rows(tmp_path_factory.mktemp("named") / "named.csv", rows, ("id", "answer", "place"))


def labels(run):
    """Every word of every label on the three levels."""
    cells = " ".join(f"{row['label']} {row['coarse_label']} {row['fine_labels']}" for row in run.themes)
    return set(re.findall(r"\w+", cells.casefold()))


@pytest.mark.parametrize("n", [1, 3])
def test_as_many_themes_as_were_asked_for(source, tmp_path, n):
    run = explore(source, tmp_path / "out", "--themes", str(n), *QUICK)
    assert (run.status, len(run.themes), run.record["parameters"]["themes"]) == (0, n, n)


def test_more_themes_than_there_are_texts_is_answered_with_fewer(tmp_path):
    source = write_rows(
        tmp_path / "three.csv", [(1, "The bus is late."), (2, "The park is shut."), (3, "Water leaks.")]
    )
    run = explore(source, tmp_path / "out", "--themes", "200", *QUICK)
    assert run.status == 0
    assert 1 <= len(run.themes) <= 3


def test_the_seed_is_kept_in_the_record_and_the_same_seed_gives_the_same(source, tmp_path):
    one, two = (explore(source, tmp_path / name, "--seed", "11", *QUICK) for name in ("one", "two"))
    assert one.record["parameters"]["seed"] == 11
    assert {**one.record, "timings": 0} == {**two.record, "timings": 0}
    for name in ("themes.csv", "excerpts.csv", "trends.csv", "report.html"):
        assert (one.out / name).read_bytes() == (two.out / name).read_bytes()


def test_names_that_are_masked_stand_in_no_label_but_in_the_quotes(source, tmp_path):
    plain = explore(source, tmp_path / "plain", "--group", "place", *QUICK)
    places = {"quorndale", "vexholm", "zephyr", "mills", "brackwater"}
    assert labels(plain) & (places | {"umberlode"}) == {"umberlode"}
    (tmp_path / "names.txt").write_text("Umberlode  # the bridge\n", encoding="utf-8")
    run = explore(
        source, tmp_path / "out", "--group", "place", "--mask-file", str(tmp_path / "names.txt"), *QUICK
    )
    assert labels(run) & (places | {"umberlode"}) == set()
    assert {"Umberlode", "Vexholm", "Zephyr Mills"} <= set(run.record["names_masked"])
    assert {row["id"] for row in run.excerpts if "Umberlode" in row["segment"]} == {
        f"k2-{n}" for n in range(10)
    }
    assert "Umberlode" in run.section("method-2")


def test_a_mask_file_in_another_encoding_is_read(source, tmp_path):
    (tmp_path / "names.txt").write_bytes("Fjällgård\r\nGötaälv\r\nÅnghammar på ön\r\n".encode("latin-1"))
    run = explore(source, tmp_path / "out", "--mask-file", str(tmp_path / "names.txt"), *QUICK)
    assert {"Fjällgård", "Götaälv"} <= set(run.record["names_masked"])


def test_a_cluster_gives_what_this_computer_gives(source, tmp_path):
    here = explore(source, tmp_path / "here", "--group", "place", *QUICK)
    with LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=":0", protocol="tcp"
    ) as cluster:
        address = cluster.scheduler_address
        there = explore(source, tmp_path / "there", "--group", "place", "--cluster", address, *QUICK)
    assert there.status == 0
    for name in ("themes.csv", "excerpts.csv", "trends.csv", "report.html"):
        assert (there.out / name).read_bytes() == (here.out / name).read_bytes()
    assert {**there.record, "timings": 0} == {**here.record, "timings": 0}


def test_invented_answers_say_so_in_the_report_and_others_do_not(source, tmp_path):
    note = "Invented answers, for demonstration"
    assert note in explore(source, tmp_path / "invented", "--invented", *QUICK).text
    assert note not in explore(source, tmp_path / "real", *QUICK).text


def test_what_was_guessed_is_said(source, tmp_path):
    run = explore(source, tmp_path / "out", *QUICK)
    assert re.search(r"^text +answer \(guessed: ", run.said, re.MULTILINE)
    assert re.search(r"^id +id \(guessed: ", run.said, re.MULTILINE)
    assert {use["role"]: use["column"] for use in run.record["columns"]}["group"] == "place"


def test_the_help_names_each_option_and_loads_nothing_heavy():
    script = (
        "import sys; from click.testing import CliRunner; from reflectory.cli import main;"
        "run = CliRunner().invoke; print(run(main, ['--help']).exit_code, run(main, ['explore', '--help']).exit_code);"
        "print(sorted({'numpy', 'sklearn', 'scipy', 'django', 'duckdb', 'typst', 'jinja2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "0 0\n[]\n"
    said = CliRunner().invoke(main, ["explore", "--help"]).stdout
    options = [
        name for parameter in main.commands["explore"].params for name in parameter.opts if name[:2] == "--"
    ]
    assert [name for name in options if name not in said] == []


def test_the_version_is_told():
    assert CliRunner().invoke(main, ["--version"]).stdout.startswith("reflectory, version ")
