"""The file that is shipped, and what is read from it."""

import ast
import gzip
from importlib.resources import files
from pathlib import Path

import pytest

import reflectory.directory.gazetteer as gazetteer
from reflectory.directory.gazetteer import Place, countries, credit, describe, get, regions
from reflectory.directory.gazetteer.baked import FILE, read_baked

FOLDER = Path(str(files("reflectory.directory.gazetteer")))


def test_a_place_is_found_by_its_id():
    assert get("geonames:5045360") == Place(
        id="geonames:5045360",
        name="Saint Paul",
        level="city",
        country="US",
        country_name="United States",
        region="MN",
        region_name="Minnesota",
        latitude=44.944,
        longitude=-93.093,
        population=303176,
    )


def test_an_id_that_no_place_has_finds_none():
    assert get("geonames:1") is None


@pytest.mark.parametrize(
    ("place_id", "words"),
    [
        ("geonames:5045360", "Saint Paul, Minnesota, United States (city, 303,176 people)"),
        ("fips:27123", "Ramsey County, Minnesota, United States (county)"),
        ("iso:US-MN", "Minnesota, United States (state or first subdivision)"),
        ("iso:US-DC", "District of Columbia, United States (district)"),
        ("iso:MX", "Mexico (country, 126,190,788 people)"),
        ("tribal:navajo-nation", "Navajo Nation, Arizona, United States (tribal nation)"),
        ("geonames:3448439", "São Paulo, São Paulo, Brazil (city, 12,400,232 people)"),
    ],
)
def test_a_place_is_described_by_what_tells_it_from_its_namesakes(place_id, words):
    assert describe(get(place_id)) == words


def test_every_id_names_its_source_and_stands_once():
    ids = read_baked().ids
    assert {place_id.partition(":")[0] for place_id in ids} == {"geonames", "fips", "iso", "tribal"}
    assert len(set(ids)) == len(ids)


def test_every_line_can_be_read_and_what_is_unknown_is_none():
    baked = read_baked()
    places = [baked.place(row) for row in range(len(baked.ids))]
    levels = {"city", "county", "state", "nation", "tribal_nation", "district"}
    assert {place.level for place in places} == levels
    assert [place for place in places if place.population is not None and place.population <= 0] == []
    assert [place for place in places if "" in (place.name, place.region, place.region_name)] == []
    assert [place for place in places if place.latitude is not None and abs(place.latitude) > 90] == []
    assert [place for place in places if place.longitude is not None and abs(place.longitude) > 180] == []


def test_a_county_lies_in_its_state():
    places = [get(f"fips:{fips}") for fips in ("27123", "53033", "02013", "72011")]
    assert [(place.name, place.region) for place in places] == [
        ("Ramsey County", "MN"),
        ("King County", "WA"),
        ("Aleutians East Borough", "AK"),
        ("Añasco Municipio", "PR"),
    ]
    assert [(round(place.latitude), round(place.longitude)) for place in places] == [
        (45, -93),
        (47, -122),
        (55, -162),
        (18, -67),
    ]


def test_countries_are_listed_by_name_and_the_territories_of_the_us_are_no_countries():
    listed = countries()
    assert listed[:2] == [("AF", "Afghanistan"), ("AX", "Aland Islands")]
    assert {code for code, _ in listed} & {"PR", "GU", "VI", "AS", "MP"} == set()


def test_the_us_has_its_states_the_district_and_five_territories():
    codes = [code for code, _ in regions("US")]
    assert len(codes) == 56
    assert {"DC", "PR", "GU", "VI", "AS", "MP"} <= set(codes)
    assert regions("XX") == []


def test_the_file_names_its_licence_and_whom_to_credit():
    assert credit()["licence"].startswith("CC BY 4.0")
    assert credit()["attribution"] == "GeoNames, https://www.geonames.org/"


def test_the_licence_beside_the_file_names_every_source():
    told = (FOLDER / "LICENCE.md").read_text(encoding="utf-8")
    sources = [source.split()[0] for source in credit()["sources"].split(", ")]
    assert [source for source in sources if f"`{source}`" not in told] == []
    assert "https://creativecommons.org/licenses/by/4.0/" in told


def test_the_file_carries_no_time_and_is_small():
    packed = (FOLDER / FILE).read_bytes()
    assert packed[4:8] == bytes(4)
    assert len(packed) < 3_000_000
    assert gzip.decompress(packed).decode("utf-8").split("\f")[0].startswith("licence\tCC BY 4.0")


def test_nothing_but_the_standard_library_is_needed_to_look_a_place_up():
    imported = set()
    for path in Path(gazetteer.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                imported.add(node.module.partition(".")[0])
            if isinstance(node, ast.Import):
                imported.update(name.name.partition(".")[0] for name in node.names)
    assert imported - {"reflectory"} == {
        "__future__", "bisect", "collections", "dataclasses", "difflib", "functools", "gzip", "heapq",
        "importlib", "re", "typing", "unicodedata",
    }  # fmt: skip
