"""What Typst is given, whatever is set."""

from __future__ import annotations

from importlib.resources import files

from reflectory.press import typesetting


def test_a_language_tag_is_cut_to_what_the_typesetter_takes():
    assert [typesetting.spoken(code) for code in ("pt-BR", "EN", "und", "", "nonsense")] == [
        "pt",
        "en",
        "und",
        "",
        "",
    ]


def test_every_family_we_fall_back_on_is_vendored():
    named = {
        path.name.split("-")[0] for path in files("reflectory.press").joinpath("fonts", "print").iterdir()
    }
    wanted = {"Public Sans", "Source Serif 4", *typesetting.FALLBACKS}
    assert {family.replace(" ", "") for family in wanted} == named
