"""Rows of the file, made of sources small enough to read; the real ones are not needed here."""

from importlib import import_module
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[3] / "script"


@pytest.fixture
def rows(monkeypatch):
    """The module that makes rows."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    return import_module("gazetteer_rows")


@pytest.fixture
def names(monkeypatch):
    """The module that chooses names."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    return import_module("gazetteer_names")


@pytest.fixture
def shapes(monkeypatch):
    """The module that finds the middle of an outline."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    return import_module("gazetteer_shapes")


def town(**changes):
    """A town as the source has it."""
    return {
        "name": "Oak City",
        "countrycode": "US",
        "population": 9000,
        "alternatenames": [],
        **changes,
    }


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Firenze", True),
        ("São Paulo", True),
        ("hua sheng dun", False),
        ("Москва", False),
        ("STP", False),
        ("Ab", False),
        ("", False),
    ],
)
def test_names_are_kept_that_a_latin_keyboard_types(names, name, kept):
    assert names.is_latin(name) == kept


def test_of_an_american_town_only_names_that_share_a_word_are_kept(names):
    city = town(alternatenames=["Oak", "Old Oak", "Liverpool", "City of Oak City", "Ouk Siti"])
    assert names.other_names(city) == ["Oak", "Old Oak"]


def test_of_a_small_town_elsewhere_only_other_spellings_are_kept(names):
    near = ["Firenze", "Florenz", "Fiorenza"]
    small = town(name="Florence", countrycode="IT", alternatenames=["Kirenze", *near])
    large = {**small, "population": 360_000}
    assert names.other_names(small) == near
    assert names.other_names(large) == ["Kirenze", *near]


def test_a_name_turned_around_is_also_known_by_its_first_part(names):
    assert names.before_comma(["Bolivia, Plurinational State of", "Peru"]) == [
        "Bolivia, Plurinational State of",
        "Peru",
        "Bolivia",
    ]


@pytest.mark.parametrize(
    ("kind", "country", "is_first", "level"),
    [
        ("state", "US", True, "state"),
        ("district", "US", True, "district"),
        ("district", "PT", True, "state"),
        ("capital district", "CO", True, "district"),
        ("london borough", "GB", False, "district"),
        ("province", "IT", False, "county"),
    ],
)
def test_a_subdivision_stands_on_one_of_our_levels(rows, kind, country, is_first, level):
    assert rows.level_of(kind, country, is_first=is_first) == level


def test_a_territory_of_the_us_is_a_region_of_it(names):
    assert names.home_of("PR", "00") == ("US", "PR")
    assert names.home_of("CO", "34") == ("CO", "34")


def test_a_name_leads_to_its_rows_by_kind(rows):
    def row(name, **more):
        return rows.Row(name, name, "city", "US", None, None, None, 0, **more)

    lines = rows.name_lines(
        [row("St. Paul"), row("Lane County", bare="Lane"), row("X", alternates=["Saint Paul"])]
    )
    assert lines == ["lane\t\t\t1", "lane county\t1\t\t", "saint paul\t0\t2\t", "x\t2\t\t"]


def test_the_middle_of_an_outline_is_that_of_its_largest_part(shapes):
    square = [[0, 0], [4, 0], [0, 4], [-4, 0], [0, -4]]
    island = [[100, 0], [1, 0], [0, 1], [-1, 0], [0, -1]]
    topology = {
        "transform": {"scale": [0.5, 0.5], "translate": [10, 20]},
        "arcs": [square, island],
        "objects": {
            "counties": {
                "geometries": [
                    {"type": "Polygon", "id": "01", "arcs": [[0]]},
                    {"type": "MultiPolygon", "id": "02", "arcs": [[[1]], [[-1]]]},
                ]
            }
        },
    }
    assert shapes.county_centres(topology) == {"01": (21.0, 11.0), "02": (21.0, 11.0)}


def test_an_outline_rounded_to_a_line_still_has_a_middle(shapes):
    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [[[0, 0], [2, 0], [-2, 0]]],
        "objects": {"counties": {"geometries": [{"type": "Polygon", "id": "01", "arcs": [[0]]}]}},
    }
    assert shapes.county_centres(topology) == {"01": (0.0, 0.66667)}
