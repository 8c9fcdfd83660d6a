"""Laying a plan out in weeks: it is ordered, and never leaves the length of the programme."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.programmes.kinds import Kind, Phase, PlannedActivity, Rhythm
from reflectory.programmes.kinds.model import OPEN_ENDED_HORIZON


def make_kind(*, length, follow_up=0, phases=()):
    """A kind of this length and nothing else."""
    return Kind(
        key="k",
        name="K",
        summary="",
        team_is="",
        length_weeks=length,
        follow_up_weeks=follow_up,
        stages=(),
        phases=tuple(phases),
        activities=(),
        roles=(),
        artefacts=(),
        asks=(),
        figures=(),
        before=(),
        during=(),
    )


def make_activity(rhythm, *, phase=None):
    """An activity with this rhythm."""
    return PlannedActivity(
        key="a", name="A", kind="call", for_whom="all", confidentiality="open", rhythm=rhythm, phase=phase
    )


weeks = st.integers(1, 200)
rhythms = st.one_of(
    st.sets(weeks, max_size=12).map(lambda found: Rhythm(weeks=tuple(sorted(found)))),
    st.builds(Rhythm, every_weeks=weeks, from_week=weeks, to_week=st.none() | weeks),
)


@settings(deadline=None)
@given(
    rhythm=rhythms,
    length=st.none() | weeks,
    follow_up=st.integers(0, 60),
    phase=st.none() | st.builds(Phase, st.just("p"), st.just("P"), weeks, st.none() | weeks),
    until=st.none() | weeks,
)
def test_a_plan_is_ordered_and_never_leaves_the_length(rhythm, length, follow_up, phase, until):
    kind = make_kind(
        length=length, follow_up=0 if length is None else follow_up, phases=[] if phase is None else [phase]
    )
    found = kind.occurrences(make_activity(rhythm, phase=phase and "p"), until_week=until)
    last = min(until or kind.last_week or OPEN_ENDED_HORIZON, kind.last_week or 520)
    assert found == sorted(set(found))
    assert [week for week in found if not 1 <= week <= last] == []


@settings(deadline=None)
@given(rhythm=rhythms, length=weeks, until=weeks)
def test_a_plan_cut_short_is_the_beginning_of_the_whole_plan(rhythm, length, until):
    kind = make_kind(length=length)
    whole = kind.occurrences(make_activity(rhythm))
    cut = kind.occurrences(make_activity(rhythm), until_week=until)
    assert cut == [week for week in whole if week <= until]


def test_a_series_without_a_last_week_ends_with_the_programme_and_not_with_its_follow_up():
    assert make_kind(length=5, follow_up=10).occurrences(
        make_activity(Rhythm(every_weeks=2, from_week=1))
    ) == [1, 3, 5]


def test_a_series_in_a_phase_ends_with_the_phase():
    kind = make_kind(length=20, follow_up=6, phases=[Phase("p", "P", 3, 4), Phase("after", "After", 21)])
    assert kind.occurrences(make_activity(Rhythm(every_weeks=1, from_week=4), phase="p")) == [4, 5, 6]
    assert kind.occurrences(make_activity(Rhythm(every_weeks=3, from_week=22), phase="after")) == [22, 25]


def test_a_series_ends_in_its_last_week():
    rhythm = Rhythm(every_weeks=4, from_week=2, to_week=10)
    assert make_kind(length=20).occurrences(make_activity(rhythm)) == [2, 6, 10]


def test_what_happens_when_needed_has_no_weeks():
    assert make_kind(length=20).occurrences(make_activity(Rhythm())) == []


def test_a_programme_without_an_end_is_laid_out_for_a_year_unless_told_otherwise():
    kind = make_kind(length=None)
    activity = make_activity(Rhythm(every_weeks=26, from_week=26))
    assert kind.occurrences(activity) == [26, 52]
    assert kind.occurrences(activity, until_week=104) == [26, 52, 78, 104]
