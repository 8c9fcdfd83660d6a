"""The report as data: valid, verbatim, safe to open, and nothing of what was withdrawn or is hidden."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.press.publication.content import Figure, Impact, Quotes, Words
from reflectory.press.publication.data import render_data
from tests.press.publication.sample import HOSTILE, PLANTED, bare, next_year, sample

# Table Schema, version 1: what a value of each type looks like in CSV.
TYPES = {
    "string": re.compile(r".*", re.S),
    "integer": re.compile(r"[+-]?\d+"),
    "number": re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?"),
    "boolean": re.compile(r"true|false"),
    "date": re.compile(r"\d{4}-\d{2}-\d{2}"),
}


def rows(made, name):
    """The rows of a CSV file as a reader sees them."""
    return list(csv.DictReader(io.StringIO(made[f"{name}.csv"].decode(), newline="")))


def objects(made, name):
    return json.loads(made[f"{name}.json"])


def saying(text, *, attribution=""):
    """A report with one quote."""
    quote = Words("q", text, "en", False, attribution)
    return replace(bare(), sections=(Quotes("quotes", "Quotes", (), (quote,)),))


def test_every_resource_is_there_with_its_size_and_hash_and_nothing_else_is():
    for publication in (sample(), next_year(), bare()):
        made = render_data(publication)
        package = json.loads(made["datapackage.json"])
        listed = {one["path"]: (one["bytes"], one["hash"]) for one in package["resources"]}
        assert listed == {
            path: (len(content), f"sha256:{sha256(content).hexdigest()}")
            for path, content in made.items()
            if path != "datapackage.json"
        }


def test_the_descriptor_keeps_the_rules_of_a_data_package():
    package = json.loads(render_data(sample())["datapackage.json"])
    assert {key: package[key] for key in ("profile", "name", "version", "created", "licenses")} == {
        "profile": "data-package",
        "name": "reflect-2021-2021-1",
        "version": "2021-1",
        "created": "2022-01-20T00:00:00Z",
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "CC BY 4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
    }
    names = [one["name"] for one in package["resources"]]
    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch(r"[-a-z0-9._/]+", name)] == []
    paths = [one["path"] for one in package["resources"]]
    assert [path for path in paths if path.startswith(("/", ".")) or "\\" in path] == []
    assert "has an apostrophe (') before it" in package["description"]
    assert package["description"].startswith("Everything here is invented, for demonstration.")


def test_every_table_is_as_its_schema_says():
    for publication in (sample(), next_year(), bare()):
        made = render_data(publication)
        for resource in json.loads(made["datapackage.json"])["resources"]:
            if resource["profile"] != "tabular-data-resource":
                continue
            fields = resource["schema"]["fields"]
            table = list(csv.reader(io.StringIO(made[resource["path"]].decode(), newline="")))
            assert table[0] == [field["name"] for field in fields]
            wrong = [
                (resource["path"], field["name"], cell)
                for row in table[1:]
                for field, cell in zip(fields, row, strict=True)
                if cell and not TYPES[field["type"]].fullmatch(cell)
            ]
            assert wrong == []
            keys = resource["schema"].get("primaryKey", [])
            places = [table[0].index(key) for key in keys]
            told = [tuple(row[place] for place in places) for row in table[1:]]
            assert not keys or len(set(told)) == len(told)


def test_a_figure_has_its_exact_value_beside_what_readers_see():
    made = render_data(sample())
    assert objects(made, "figures/applications-mayors-challenge") == {
        "key": "applications-mayors-challenge",
        "label": "cities applied",
        "value": 631,
        "shown": "600+",
        "is_rounded": True,
        "rule": "Counts each of the cities applied once, however often they took part.",
        "scope": "Editions that ended in 2021.",
        "as_of": "2021-12-31",
        "caveat": "Two applications that were sent twice count once.",
        "names": [],
    }
    assert rows(made, "figures/cities-opportunity-sprint")[0]["names"] == "Alderstone; Juniper Mesa"


def test_a_thousands_mark_is_no_rounding():
    def figure(value, shown):
        return Figure("n", value, shown, "people", "", "", date(2022, 1, 1))

    def told(one):
        report = replace(bare(), sections=(Impact("impact", "Impact", (), (one,)),))
        return objects(render_data(report), "figures")[0]["is_rounded"]

    assert [told(figure(3358, shown)) for shown in ("3,358", "3 358", "3300+")] == [False, False, True]


def test_what_became_of_the_advice_is_counted_and_what_few_decided_is_not_told():
    made = render_data(sample())
    told = rows(made, "became")
    assert [(one["advice"], one["n_adopted"], one["n_adapted"], one["n_rejected"]) for one in told] == [
        ("a1", "6", "2", "1"), ("a2", "5", "0", "0"), ("a3", "0", "3", "4"), ("a4", "", "", ""), ("a5", "0", "0", "0"),
    ]  # fmt: skip
    assert [one["is_hidden"] for one in told] == ["false", "false", "false", "true", "false"]
    assert [one["advice"] for one in rows(made, "became_reasons")] == ["a1"] * 4 + ["a2"] + ["a3"] * 2


def test_words_are_verbatim_and_withdrawn_ones_are_blank_with_the_reason():
    made = render_data(sample())
    told = {row["quote"]: row for row in objects(made, "quotes")}
    assert told["q14"]["words"] == HOSTILE
    assert told["gone"] == {
        "quote": "gone",
        "words": "",
        "attribution": "",
        "language": "",
        "programme": "",
        "said": "",
        "is_withdrawn": True,
        "withdrawn": "Withdrawn on 3 March 2022 by the person who said it.",
    }
    listed = {row["quote"]: row["words"] for row in rows(made, "quotes")}
    assert listed == {row["quote"]: row["words"] for row in objects(made, "quotes")}


def test_nothing_planted_is_in_any_byte():
    made = render_data(sample())
    found = [
        (secret, path) for secret in PLANTED for path, content in made.items() if secret.encode() in content
    ]
    assert found == []


def test_hidden_cells_are_blank():
    made = render_data(sample())
    hidden = [row for row in objects(made, "recurrence") if row["is_hidden"]]
    assert len(hidden) == 4
    numbers = (
        "n_voices",
        "n_heard",
        "n_governments",
        "n_governments_heard",
        "share",
        "low",
        "high",
    )
    assert {row[number] for row in hidden for number in numbers} == {None}
    told = [row for row in rows(made, "heard") if row["is_hidden"] == "true"]
    assert told == [
        {
            "programme": "The Opportunity Sprint for Cities",
            "is_hidden": "true",
            "n_voices": "",
            "n_governments": "",
            "languages": "",
        }
    ]


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_no_cell_begins_like_a_formula_and_json_is_verbatim(text):
    made = render_data(saying(text, attribution=text))
    (told,) = objects(made, "quotes")
    assert (told["words"], told["attribution"]) == (text, text)
    (row,) = rows(made, "quotes")
    assert not row["words"].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert row["words"].removeprefix("'") in (text, text.removeprefix("'"))


def test_numbers_are_numbers_though_they_begin_with_a_minus():
    place = rows(render_data(sample()), "places")[0]
    assert float(place["longitude"]) < 0


def test_lines_end_with_a_line_feed_whatever_was_said():
    made = render_data(saying("one\r\ntwo"))
    assert made["quotes.csv"].count(b"\r") == 1
    assert made["quotes.csv"].endswith(b"\n")


def test_the_same_content_gives_the_same_bytes_whatever_the_seed_of_hashes():
    code = (
        "from tests.press.publication.sample import sample\n"
        "from reflectory.press.publication.data import render_data\n"
        "from hashlib import sha256\n"
        "made = render_data(sample())\n"
        "print(sha256(b''.join(k.encode() + v for k, v in made.items())).hexdigest())\n"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(told) == 1
