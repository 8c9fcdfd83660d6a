"""The look: every pair of colours that is set on another can be read, in light and in dark."""

from __future__ import annotations

import re

import pytest

from reflectory.press.exploration.html import stylesheet
from reflectory.press.tokens import as_css, as_values, contrast, sizes, tokens

PAIRS = [
    (mode, kind, front, back)
    for mode in ("light", "dark")
    for kind, pairs in tokens()["pairs"].items()
    for front, back in pairs
]


@pytest.mark.parametrize(("mode", "kind", "front", "back"), PAIRS)
def test_a_pair_of_colours_has_the_contrast_that_wcag_aa_asks_for(mode, kind, front, back):
    colours = tokens()["colour"][mode]
    assert contrast(colours[front], colours[back]) >= {"text": 4.5, "shape": 3.0}[kind]


def test_contrast_is_the_published_ratio():
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
    assert contrast("#ffffff", "#000000") == contrast("#000000", "#ffffff") == 21.0


def test_light_and_dark_name_the_same_colours():
    assert list(tokens()["colour"]["light"]) == list(tokens()["colour"]["dark"])


def test_sizes_grow_by_a_fifth():
    named = sizes()
    assert named["size-0"] == 1.0
    assert named["size-2"] == 1.44
    assert named["size-m1"] == 0.8333


def test_css_and_typst_are_given_the_same_colours():
    assert as_values()["colour"] == tokens()["colour"]["light"]
    for name, value in tokens()["colour"]["light"].items():
        assert f"--{name}:{value};" in as_css()


def test_a_style_uses_no_token_that_does_not_exist():
    style = stylesheet()
    assert (
        sorted(set(re.findall(r"var\(--([a-z0-9-]+)", style)) - set(re.findall(r"--([a-z0-9-]+):", style)))
        == []
    )


def test_a_style_holds_no_colour_of_its_own():
    rules = stylesheet().split("prefers-reduced-motion:reduce){:root", 1)[1]
    assert re.findall(r"#[0-9a-f]{3,8}\b", rules) == []
