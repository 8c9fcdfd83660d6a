"""Stretches are joined, hidden and found again, compared with going through the text letter by letter."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.evidence.redaction import MARK, in_original, joined, not_in, overlap, redacted

STRETCHES = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 6)).map(lambda pair: (pair[0], pair[0] + pair[1])),
    max_size=5,
)


def letters(stretches):
    return {at for start, end in stretches for at in range(start, end)}


@given(STRETCHES)
@settings(deadline=None)
def test_joined_stretches_cover_the_same_letters_and_never_touch(stretches):
    found = joined(stretches)
    assert letters(found) == letters(stretches)
    assert all(one[1] < other[0] for one, other in pairwise(found))


@given(STRETCHES, STRETCHES)
@settings(deadline=None)
def test_what_lies_outside_others_and_what_they_share(some, others):
    found = not_in(joined(some), joined(others))
    assert letters(found) == letters(some) - letters(others)
    for one in some:
        assert overlap(one, others) == bool(letters([one]) & letters(others))


@given(STRETCHES)
@settings(deadline=None)
def test_a_redacted_text_holds_all_other_letters_each_where_it_was(stretches):
    text = "".join(chr(0x4E00 + n) for n in range(40))
    hidden = joined(stretches)
    made = redacted(text, hidden)
    assert made.replace(MARK, "") == "".join(text[at] for at in range(40) if at not in letters(hidden))
    for at, letter in enumerate(made):
        start, end = in_original(hidden, at, at + 1)
        if letter == MARK[0]:
            assert (start, end) in hidden
        else:
            assert text[start:end] == letter
