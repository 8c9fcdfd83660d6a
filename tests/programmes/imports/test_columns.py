import re
from pathlib import Path

from django.utils.translation import override

from reflectory.programmes.imports.columns import COLUMNS, guess_columns, missing, only_there, unused

ROOT = Path(__file__).resolve().parents[3]


def test_a_column_is_known_by_its_own_name_by_others_and_in_any_case():
    assert guess_columns(["CITY", "State/Province", "E-Mail Address", "Full name", "joined_on"]) == {
        "organisation": "CITY", "person": "Full name", "email": "E-Mail Address", "joined_on": "joined_on",
    }  # fmt: skip


def test_its_own_name_goes_before_a_name_that_it_has_too():
    assert guess_columns(["City", "Organisation"]) == {"organisation": "Organisation"}


def test_every_label_leads_to_its_column_in_every_language():
    for language in ("en-gb", "es", "fr", "pt"):
        with override(language):
            labels = {column.key: str(column.label) for column in COLUMNS}
            assert guess_columns(list(labels.values())) == labels


def test_no_name_leads_to_two_columns():
    names = [name for column in COLUMNS for name in column.also]
    assert sorted(names) == sorted(set(names))


def test_what_is_missing_and_what_is_not_read_is_told():
    mapped = guess_columns(["Person", "Shoe size"])
    assert [column.key for column in missing(mapped)] == ["organisation"]
    assert unused(mapped, ["Person", "Shoe size"]) == ["Shoe size"]


def test_a_mapping_keeps_only_columns_that_are_there():
    assert only_there({"person": "Who", "role": "gone", "x": "Who"}, ["Who"]) == {"person": "Who"}


def test_the_manual_lists_every_column_in_order():
    manual = (ROOT / "docs/reference/import-columns.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", manual, flags=re.MULTILINE) == [column.key for column in COLUMNS]
