"""Small drawings: what they say, and that they stay inside their frame."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from hypothesis import given
from hypothesis import strategies as st

from reflectory.press.exploration.marks import curve, interval, over_time

SVG = "{http://www.w3.org/2000/svg}"
shares = st.floats(0, 1)


def drawn(mark):
    return ElementTree.fromstring(mark.source)


@given(shares, shares, shares)
def test_an_interval_stays_inside_its_frame(share, one, other):
    low, high = sorted((one, other))
    root = drawn(interval(share, low, high, top=0.6, alt="a < b & c"))
    bar, dot = root.find(f"{SVG}rect"), root.find(f"{SVG}circle")
    assert 5 <= float(dot.get("cx")) <= 107
    assert 5 <= float(bar.get("x")) <= float(bar.get("x")) + float(bar.get("width")) <= 109.1


def test_a_share_without_a_range_has_no_bar():
    assert drawn(interval(0.3, None, None, top=1.0, alt="")).find(f"{SVG}rect") is None


@given(st.lists(st.tuples(st.just("2020"), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=12))
def test_points_over_time_stay_inside_and_leave_gaps(points):
    points = [(period, min(says, of), of) for period, says, of in points]
    root = drawn(over_time(points, alt="x"))
    dots = root.findall(f"{SVG}circle")
    assert len(dots) == sum(1 for _, _, of in points if of)
    assert all(5 <= float(dot.get("cx")) <= 91 and 5 <= float(dot.get("cy")) <= 21 for dot in dots)


def test_a_curve_says_in_words_what_it_shows_and_marks_what_was_chosen():
    made = curve(
        [(4, 0.1), (6, 0.4), (80, 0.2)],
        alt='A curve & its "peak"',
        x_title="themes",
        y_title="score",
        write=str,
        chosen=[(4, "low"), (6, "used"), (80, "high"), (7, "not tried")],
    )
    root = drawn(made)
    assert root.get("aria-label") == 'A curve & its "peak"'
    assert root.get("role") == "img"
    told = [text.text for text in root.findall(f"{SVG}text")]
    assert told == ["4", "80", "themes", "score", "low", "used", "high"]


def test_a_mark_beside_its_words_is_hidden_from_those_who_listen():
    assert drawn(interval(0.3, 0.2, 0.4, top=1.0, alt="30 %")).get("aria-hidden") == "true"


def test_no_mark_uses_a_style_attribute():
    made = curve([(1, 1.0), (2, 2.0)], alt="", x_title="", y_title="", write=str, from_zero=True)
    assert "style=" not in made.source
