"""The bench of trends: same seeds, same respondents; and a naive test that is the naive test."""

import numpy as np
import pytest
from scipy import stats

from bench.trends import alarms, ranges
from bench.trends.simulate import World, invent, share_to_expect
from bench.trends.tables import chi_square, rate, seeds


def test_a_seed_makes_the_same_respondents_again():
    world = World(n_groups=4, n_themes=3, once=0.5)
    assert np.array_equal(invent(world, 5).about, invent(world, 5).about)
    assert invent(world, 6).about.shape != invent(world, 5).about.shape


def test_each_row_of_a_table_has_its_own_seeds():
    assert len({*seeds("a", 5), *seeds("b", 5)}) == 10


def test_a_rate_carries_the_error_between_worlds():
    assert rate([[1, 1], [0, 0]]) == "50.0 (± 35.4)"
    assert rate([[]]) == "–"


def test_the_naive_test_is_a_chi_square_on_passages():
    made = invent(World(n_groups=20, n_themes=2), 1)
    year = made.voices.period.codes
    table = [
        [made.about[year == code, 0].sum() for code in range(5)],
        [made.passages[year == code].sum() - made.about[year == code, 0].sum() for code in range(5)],
    ]
    assert chi_square(made, year)[0] == pytest.approx(stats.chi2_contingency(table, correction=False).pvalue)


def test_one_passage_each_makes_a_share_that_can_be_checked():
    still = World(base=0.0, sd_group=0, sd_wave=0, sd_respondent=0, passages=1)
    assert share_to_expect(still) == pytest.approx(0.5)


def test_every_row_of_every_table_is_as_wide_as_its_head(monkeypatch):
    for name in ("NULLS", "POWERS", "KINDS"):
        monkeypatch.setattr(alarms, name, dict(list(getattr(alarms, name).items())[:1]))
    monkeypatch.setattr(ranges, "WORLDS", dict(list(ranges.WORLDS.items())[:1]))
    for make in (alarms.nulls, alarms.powers, alarms.kinds, ranges.coverage, ranges.forecasts):
        table = make(2)
        assert {len(row) for row in table.rows} == {len(table.heads)}
        assert table.markdown().startswith(f"### {table.title}\n")
