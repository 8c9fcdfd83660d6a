"""Change over time: what is claimed, what is refused, and that neither names nor order can touch it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.engine import change_tests, change_words
from reflectory.engine.change import change, totals
from reflectory.engine.reference import change as plain
from reflectory.engine.slopes import slopes
from reflectory.engine.voices import MISSING, Column, Voices, tally

seeds = st.integers(0, 10_000)
few = settings(max_examples=8, deadline=None)


def heard(seed, n_groups=8, n_periods=4, n_themes=4, n=240):
    rng = np.random.default_rng(seed)
    group, period = rng.integers(0, n_groups, n), rng.integers(0, n_periods, n)
    share = rng.uniform(0.1, 0.6, n_themes) + np.outer(period, rng.uniform(-0.1, 0.1, n_themes))
    return table(rng.random((n, n_themes)) < share, group, period)


def table(says, group, period):
    says, period = np.asarray(says, dtype=bool), np.asarray(period)
    labels = tuple(str(2019 + code) for code in range(period.max() + 1))
    places = None
    if group is not None:
        places = Column(
            "place", tuple(f"Place {code:02d}" for code in range(max(group) + 1)), np.asarray(group)
        )
    return Voices(says.reshape(len(period), -1), places, Column("year", labels, period), 2019.5 + period)


def from_counts(counts):
    """Voices from {(group, period): (says, of)}."""
    rows = [(g, t, k < says) for (g, t), (says, of) in counts.items() for k in range(of)]
    group, period, says = zip(*rows, strict=True)
    return table(says, group, period)


def rising(n_groups, late=9):
    return from_counts({(g, t): (2 if t == 0 else late - g % 3, 12) for g in range(n_groups) for t in (0, 1)})


def figures(answers):
    return [
        (a.verdict, a.p, a.q, a.per_year, a.low, a.high, len(a.fragile), a.n_groups, a.points)
        for a in answers
    ]


def test_a_rise_in_every_group_is_called_a_rise_in_plain_words():
    found = change(rising(8))[0]
    assert (found.verdict, found.rose, found.fell, found.n_groups) == ("rises", 8, 0, 8)
    assert found.sentence.startswith(
        "Said by more respondents over time: 16 of 96 in 2019, 65 of 96 in 2020. "
        "It went up in 8 of the 8 groups heard more than once. "
    )
    assert found.method == "groups heard more than once, each compared with itself; signs turned at random"


def test_a_fall_is_told_as_a_fall():
    voices = rising(8)
    found = change(replace(voices, says=~voices.says))[0]
    assert found.verdict == "falls"
    assert found.sentence.startswith(
        "Said by fewer respondents over time: 80 of 96 in 2019, 31 of 96 in 2020."
    )


def test_five_groups_are_too_few_however_clear_it_looks():
    found = change(rising(5))[0]
    assert (found.verdict, found.p, found.q, found.per_year) == ("too few groups", None, None, None)
    assert found.sentence.startswith("Too few groups: 5 can be compared over time, and at least 6 are needed")


def test_with_six_groups_the_claim_rests_on_each_of_them():
    found = change(rising(6))[0]
    assert found.fragile == tuple(f"Place {code:02d}" for code in range(6))
    assert "without any one of 6 of the 6 groups" in found.sentence


def test_groups_that_carry_the_claim_are_named():
    grown = (2, 2, 3, 3, 3, 8, -1, -1, 2)
    found = change(from_counts({(g, t): (2 + t * more, 12) for g, more in enumerate(grown) for t in (0, 1)}))[
        0
    ]
    assert (found.verdict, found.fragile) == ("rises", ("Place 02", "Place 03", "Place 04"))
    assert found.sentence.endswith(" Without Place 02, Place 03 or Place 04 it could not be claimed.")


def test_nine_who_say_it_are_too_few_and_ten_are_not():
    counts = {(g, t): (t, 10) for g in range(10) for t in (0, 1)}
    assert change(from_counts(counts))[0].verdict == "rises"
    counts[9, 1] = (0, 10)
    found = change(from_counts(counts))[0]
    assert (found.verdict, found.sentence) == (
        "too few respondents",
        "Only 9 respondents with a known date say it: too few to speak of change.",
    )


def test_nobody_and_one_are_said_in_their_own_words():
    counts = {(g, t): (0, 10) for g in range(8) for t in (0, 1)}
    assert change(from_counts(counts))[0].sentence == "Nobody with a known date says it."
    counts[0, 0] = (1, 10)
    assert change(from_counts(counts))[0].sentence.startswith("Only 1 respondent with a known date says it")


def test_a_theme_that_moves_in_few_groups_only_is_refused():
    counts = {(g, t): ((1 + 8 * t) if g < 4 else 0, 10) for g in range(10) for t in (0, 1)}
    found = change(from_counts(counts))[0]
    assert (found.verdict, found.sentence) == (
        "too few groups",
        "Only 4 of the 10 groups that can be compared over time have both people who say it and people who "
        "do not: too few to tell change from chance.",
    )


def test_no_dates_and_one_period_are_said():
    voices = rising(8)
    assert change(replace(voices, period=None, time=None))[0].verdict == "no dates"
    unknown = Column("year", ("2019",), np.full(voices.n_voices, MISSING))
    assert change(replace(voices, period=unknown, time=None))[0].verdict == "no dates"
    assert change(voices.only(voices.period.codes == 0))[0].sentence == (
        "Everything was said within one period (2019): too short a time, or too few dates, to speak of change."
    )


def test_groups_heard_once_are_compared_with_each_other():
    counts = {(g, g % 4): (1 + 4 * (g % 4), 16) for g in range(16)}
    found = change(from_counts(counts))[0]
    assert (found.verdict, found.n_groups, found.rose) == ("rises", 16, 0)
    assert (
        "No two periods heard the same groups, so this compares 16 of them with each other." in found.sentence
    )
    assert found.low < found.per_year < found.high


def test_groups_heard_once_in_too_few_arrangements_are_refused():
    counts = {(g, int(g > 4)): (5 if g > 4 else 1, 10) for g in range(6)}
    found = change(from_counts(counts))[0]
    assert found.sentence == "The groups are spread too unevenly over the periods to tell change from chance."


def test_both_kinds_of_evidence_are_used_where_few_groups_were_heard_again():
    counts = {(g, t): (2 + 3 * t, 14) for g in range(5) for t in (0, 2)}
    counts |= {(g, g % 3): (2 + 3 * (g % 3), 14) for g in range(5, 14)}
    found = change(from_counts(counts))[0]
    assert (found.verdict, found.n_groups, found.method.count(" at random")) == ("rises", 14, 1)
    assert "It went up in 5 of the 5 groups heard more than once." in found.sentence


def test_with_twelve_groups_heard_again_those_heard_once_are_left_out():
    counts = {(g, t): (4, 10) for g in range(12) for t in (0, 1)}
    counts |= {(g, g % 2): (9 * (g % 2), 10) for g in range(12, 40)}
    found = change(from_counts(counts))[0]
    assert (found.verdict, found.p, found.n_groups) == ("no change seen", 1.0, 12)


def test_a_flooding_group_cannot_make_a_trend_alone():
    counts = {(g, t): (4 + (g + t) % 2, 12) for g in range(10) for t in (0, 1)}
    counts |= {(10, 0): (100, 1200), (10, 1): (900, 1200)}
    assert change(from_counts(counts))[0].verdict == "no change seen"


def test_totals_that_run_the_other_way_are_explained():
    counts = {(g, t): (2 if t == 0 else 6, 12) for g in range(8) for t in (0, 1)}
    counts |= {(8, 0): (900, 1000), (8, 1): (10, 11)}
    found = change(from_counts(counts))[0]
    assert found.verdict == "rises"
    assert (
        "Over all periods the totals do not show it, because who was heard changed from period to period"
        in found.sentence
    )


def falling(before=(), after=()):
    """Eight groups in which a theme falls over three years, with further groups heard in a year of their own."""
    counts = {(g, t + 1): (10 - 3 * t, 12) for g in range(8) for t in range(3)}
    counts |= {(8 + k, 0): cell for k, cell in enumerate(before)}
    return from_counts(counts | {(9 + k, 4): cell for k, cell in enumerate(after)})


def test_a_first_period_of_one_respondent_neither_opens_the_sentence_nor_hides_a_fall():
    found = change(falling(before=[(0, 1)], after=[(3, 3)]))[0]
    assert found.verdict == "falls"
    assert found.sentence.startswith(
        "Said by fewer respondents over time: 80 of 96 in 2020, 32 of 96 in 2022. "
        "It went down in 8 of the 8 groups heard more than once. The share changes by about"
    )
    assert [(point.period, point.of) for point in found.points] == [
        ("2019", 1), ("2020", 96), ("2021", 96), ("2022", 96), ("2023", 3)
    ]  # fmt: skip


def test_ten_respondents_are_enough_to_open_the_sentence():
    assert "over time: 4 of 10 in 2019," in change(falling(before=[(4, 10)]))[0].sentence
    assert "over time: 80 of 96 in 2020," in change(falling(before=[(4, 9)]))[0].sentence


def test_where_fewer_than_two_periods_have_ten_respondents_the_ends_are_told():
    counts = {(g, t): (1 - t, 1) for g in range(9) for t in (0, 1)} | {(9, 0): (1, 1)}
    assert "over time: 10 of 10 in 2019, 0 of 9 in 2020." in change(from_counts(counts))[0].sentence


def test_totals_that_show_it_though_their_ends_do_not_are_told_so():
    found = change(falling(before=[(2, 12)]))[0]
    assert found.verdict == "falls"
    assert "2 of 12 in 2019, 32 of 96 in 2022." in found.sentence
    assert "Those two periods do not show it, but the totals over all periods do. " in found.sentence


def test_the_slope_of_the_totals_agrees_with_plain_loops():
    for seed in range(6):
        voices = heard(seed, n_groups=7, n_themes=3)
        found = totals(tally(voices.says, voices.period.codes), 2019.5 + np.arange(4.0))
        for theme in range(3):
            waves = [
                (2019.5 + t, int(says.sum()), says.size)
                for t in range(4)
                for says in [voices.says[voices.period.codes == t, theme]]
            ]
            assert found[theme] == pytest.approx(plain.of_totals(waves), abs=1e-9)


def test_totals_that_stand_still_but_for_rounding_stand_still():
    codes = np.repeat(np.arange(3), 30)
    says = (np.arange(90) % 30 < 7)[:, None]
    assert totals(tally(says, codes), 2021 + np.arange(3) / 7).tolist() == [0.0]


def test_within_a_year_the_change_is_told_over_the_whole_time():
    voices = falling()
    months = replace(voices, time=2022 + (voices.period.codes - 0.5) / 12)
    found = change(months)[0]
    assert found.verdict == "falls"
    assert "a year" not in found.sentence
    assert "Over the whole time the share changes by about -50 percentage points (between " in found.sentence
    assert found.per_year == pytest.approx(-3.0)


def test_a_bound_that_rounds_to_nought_has_no_sign():
    assert change_words.points(-0.0002) == "0.0"
    assert [change_words.points(share) for share in (-0.012, 0.25)] == ["-1.2", "25"]


def test_over_more_than_a_year_the_change_is_told_a_year():
    assert "The share changes by about -25 percentage points a year (between" in change(falling())[0].sentence


def test_without_groups_it_speaks_of_these_respondents_only():
    says = [k < (3 if t == 0 else 20) for t in (0, 1) for k in range(40)]
    found = change(table(says, None, [t for t in (0, 1) for _ in range(40)]))[0]
    assert (found.verdict, found.fragile) == ("rises", ())
    assert found.sentence.endswith("This speaks of these respondents only, not of others or of places.")
    assert found.low < found.per_year < found.high


def test_people_heard_twice_are_compared_with_themselves():
    n = 30
    says = np.concatenate([np.arange(n) < 6, np.arange(n) < 22])
    voices = table(says, None, np.repeat([0, 1], n))
    found = change(replace(voices, respondent=np.tile(np.arange(n), 2)))[0]
    assert (found.verdict, found.rose) == ("rises", 16)
    assert "It went up in 16 of the 30 respondents heard more than once." in found.sentence
    apart = change(replace(voices, respondent=np.arange(2 * n)))[0]
    assert apart.method == "respondents compared with each other; periods dealt out at random"


def test_without_years_there_is_no_change_a_year():
    found = change(replace(rising(8), time=None))[0]
    assert (found.verdict, found.per_year) == ("rises", None)


def test_times_without_periods_are_periods():
    voices = rising(8)
    found = change(replace(voices, period=None))[0]
    assert (found.p, found.points[0].period) == (change(voices)[0].p, "2019.5")


def test_rows_of_unknown_group_or_date_are_left_out():
    voices = rising(8)
    none = np.full(5, MISSING)
    more = Voices(
        np.concatenate([voices.says, np.ones((5, 1), bool)]),
        Column("place", voices.group.values, np.concatenate([voices.group.codes, none])),
        Column("year", voices.period.values, np.concatenate([voices.period.codes, np.zeros(5, int)])),
        np.concatenate([voices.time, np.full(5, 2019.5)]),
    )
    assert figures(change(more)) == figures(change(voices))


def test_many_people_are_tested_in_parts_that_join_to_the_same(monkeypatch):
    voices = heard(3, n_groups=9)
    whole = change(voices)
    monkeypatch.setattr(change_tests, "AT_ONCE", 300)
    for part, all_ in zip(change(voices), whole, strict=True):
        assert replace(part, per_year=0, low=0, high=0, sentence="", p=0, q=0) == replace(
            all_, per_year=0, low=0, high=0, sentence="", p=0, q=0
        )
        assert (part.p, part.per_year, part.low) == pytest.approx((all_.p, all_.per_year, all_.low))


def test_beyond_forty_groups_leaving_one_out_takes_the_limit():
    counts = {(g, t): (2 + 3 * t + g % 2, 12) for g in range(45) for t in (0, 1)}
    found = change(from_counts(counts))[0]
    assert (found.verdict, found.fragile) == ("rises", ())


@few
@given(seeds)
def test_order_of_rows_and_names_of_groups_change_nothing(seed):
    voices = heard(seed, n_groups=6 + seed % 12)
    rng = np.random.default_rng(seed)
    shuffled = rng.permutation(voices.n_voices)
    new = rng.permutation(len(voices.group.values))
    renamed = Voices(
        voices.says[shuffled],
        Column(
            "place",
            tuple(voices.group.values[code] for code in np.argsort(new)),
            new[voices.group.codes][shuffled],
        ),
        Column("year", voices.period.values, voices.period.codes[shuffled]),
        voices.time[shuffled],
    )
    assert figures(change(renamed)) == figures(change(voices))


@few
@given(seeds, st.sampled_from([(6, 4), (14, 4), (16, 20)]))
def test_turning_time_round_turns_the_verdict_round(seed, shape):
    n_groups, n_periods = shape
    voices = heard(seed, n_groups=n_groups, n_periods=n_periods, n=150)
    last = len(voices.period.values) - 1
    back = replace(
        voices,
        period=Column("year", voices.period.values, last - voices.period.codes),
        time=4039 + n_periods - 1 - voices.time,
    )
    turned = {"rises": "falls", "falls": "rises"}
    for there, here in zip(change(voices), change(back), strict=True):
        assert here.verdict == turned.get(there.verdict, there.verdict)
        assert here.p == there.p or here.p == pytest.approx(there.p, rel=1e-6)


@few
@given(seeds)
def test_p_lies_above_nought_and_up_to_one(seed):
    for voices in (heard(seed), replace(heard(seed), group=None)):
        for answer in change(voices):
            assert answer.p is None or 0 < answer.p <= 1
            assert answer.q is None or answer.p <= answer.q <= 1


@few
@given(seeds)
def test_scores_and_p_agree_with_plain_loops(seed):
    voices = heard(seed, n_groups=7, n_themes=2)
    found = slopes(tally(voices.says, voices.group.codes, voices.period.codes), 2019.5 + np.arange(4.0))
    tested = change_tests.by_units(voices, voices.group.codes, voices.period.codes, 2019.5 + np.arange(4.0))
    for theme in range(2):
        groups = []
        for group in range(7):
            rows = voices.group.codes == group
            periods = np.unique(voices.period.codes[rows])
            cells = [(2019.5 + t, voices.says[rows & (voices.period.codes == t), theme]) for t in periods]
            groups.append([(time, int(says.sum()), says.size) for time, says in cells])
        scores = [plain.score(waves) for waves in groups]
        assert found.scores[:, theme] == pytest.approx(scores, abs=1e-9)
        if tested.closed[theme]:
            assert np.isnan(tested.p[theme])
            continue
        assert tested.p[theme] == pytest.approx(plain.flip(scores, plain.noise(groups)), abs=1e-9)
        low, high = plain.typical_values(scores, list(found.information))
        assert (tested.low[theme], tested.high[theme]) == pytest.approx((low, high), abs=1e-9)
