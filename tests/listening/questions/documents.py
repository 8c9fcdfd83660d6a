"""Forms of all shapes for property tests, each one that can be read."""

from hypothesis import strategies as st

from reflectory.listening.questions import kinds
from reflectory.listening.questions.conditions import Comparison, Several
from reflectory.listening.questions.document import Document, Option, Question, Section, Words

LANGUAGES = ("en", "es", "pt")
TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="$", exclude_categories=["C", "Z"]), max_size=12
)
SAID = TEXT.filter(bool)


@st.composite
def words(draw, languages, *, needed=False):
    said = [(code, draw(SAID)) for code in languages if draw(st.booleans())]
    return Words(tuple(said or ([(languages[0], draw(SAID))] if needed else [])))


@st.composite
def options(draw, languages, least):
    keys = draw(
        st.lists(st.from_regex(r"[a-z0-9_-]{1,8}", fullmatch=True), min_size=least, max_size=5, unique=True)
    )
    return tuple(Option(key, draw(words(languages, needed=True))) for key in keys)


def conditions(before):
    one = st.builds(Comparison, st.sampled_from(before), st.just("answered"), st.booleans())
    several = st.builds(Several, st.booleans(), st.lists(one, min_size=2, max_size=3).map(tuple))
    return st.one_of(st.none(), one, several)


@st.composite
def questions(draw, key, languages, before):
    kind = draw(st.sampled_from([name for name, _said in kinds.KINDS]))
    more = {}
    if kind in kinds.WITH_OPTIONS:
        more["options"] = draw(options(languages, 2))
        more["has_other"] = kind in (kinds.CHOICE, kinds.CHOICES) and draw(st.booleans())
    if kind == kinds.MATRIX:
        more["rows"] = draw(options(languages, 1))
    if kind in kinds.ENDS:
        more["ends"] = tuple(draw(words(languages, needed=True)) for _n in range(kinds.ENDS[kind]))
        more["may_not_apply"] = draw(st.booleans())
    if kind == kinds.SCALE:
        more["least"] = draw(st.integers(-3, 3))
        more["most"] = more["least"] + draw(st.integers(1, 10))
    if kind == kinds.NUMBER:
        more["least"] = draw(st.one_of(st.none(), st.integers(-5, 5)))
        more["is_whole"] = draw(st.booleans())
    if kind in kinds.IN_WORDS:
        more["most_words"] = draw(st.one_of(st.none(), st.integers(1, 20)))
    return Question(
        key, kind, draw(words(languages, needed=True)), hint=draw(words(languages)),
        is_required=draw(st.booleans()), is_personal=draw(st.booleans()),
        same_as=draw(st.sampled_from(["", "recommend"])), domain=draw(st.sampled_from(["", "money"])),
        shown_if=draw(conditions(before)) if before else None, **more,
    )  # fmt: skip


@st.composite
def documents(draw):
    languages = draw(st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=3, unique=True).map(tuple))
    before, sections = [], []
    for n in range(draw(st.integers(1, 3))):
        shown_if = draw(conditions(before)) if before else None
        repeats = draw(st.one_of(st.none(), st.integers(1, 4)))
        own, asked = [], []
        for i in range(draw(st.integers(1, 4))):
            asked.append(draw(questions(f"q{n}_{i}", languages, [*before, *own])))
            own.append(f"q{n}_{i}")
        before += own if repeats is None else []
        sections.append(
            Section(f"s{n}", draw(words(languages)), tuple(asked), draw(words(languages)), shown_if, repeats)
        )
    return Document(languages, draw(words(languages, needed=True)), tuple(sections), draw(words(languages)))


# Whatever a hostile or broken client may send in the place of an answer.
ANYTHING = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
        st.sampled_from(["na", "1", "50", "0", "1,000", "9" * 5000, "\ud800", "a\x00b", "2021-02-30", "a", "b"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(["other", "words", "id", "a", "b", "0", "1", "2"]), inner, max_size=4),
    ),
    max_leaves=6,
)  # fmt: skip
