"""What the builder's page shows of a form as typed: fields with their columns of languages, lists, what is missing.

Everything that is typed stands in a field of the page, seen or not, so that each button sends all of it again.
Templates loop over these values and decide nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reflectory.core.templatetags.look import language_name
from reflectory.listening.forms.builder_body import USES, read_lines
from reflectory.listening.forms.builder_buttons import removed_words
from reflectory.listening.forms.builder_typed import (
    FLAGS,
    FORM_WORDS,
    PLAIN,
    QUESTION_WORDS,
    SECTION_WORDS,
    Said,
    TypedForm,
    TypedQuestion,
    TypedSection,
    TypedShown,
)
from reflectory.listening.questions import kinds

Problems = Mapping[str, Sequence[str]]
# For the list of languages to add; any other code can be written in a form that is brought in.
OFFERED = (
    "en",
    "es",
    "fr",
    "pt",
    "ar",
    "de",
    "hi",
    "ht",
    "it",
    "ko",
    "pl",
    "ru",
    "sw",
    "tl",
    "uk",
    "vi",
    "zh-hans",
)
LABELS: dict[str, Any] = {
    "form.title": gettext_lazy("Title that people read"),
    "form.introduction": gettext_lazy("Introduction"),
    "form.thanks": gettext_lazy("Words of thanks at the end"),
    "title": gettext_lazy("Heading of the section"),
    "note": gettext_lazy("Note beneath the heading"),
    "repeat_label": gettext_lazy("Words on the button for one more"),
    "label": gettext_lazy("Question"),
    "hint": gettext_lazy("Help beneath the question"),
    "options": gettext_lazy("Choices, one a line"),
    "rows": gettext_lazy("Rows, one a line"),
    "most_words": gettext_lazy("Words at most"),
    "least": gettext_lazy("Lowest"),
    "most": gettext_lazy("Highest"),
    "earliest": gettext_lazy("Earliest day"),
    "latest": gettext_lazy("Latest day"),
    "required": gettext_lazy("Needs an answer"),
    "personal": gettext_lazy("Tells who somebody is"),
    "other": gettext_lazy("Offer a choice in one’s own words as well"),
    "may_not_apply": gettext_lazy("Offer “does not apply”"),
    "whole": gettext_lazy("Whole numbers only"),
    "domain": gettext_lazy("Domain, in an interview guide"),
    "key": gettext_lazy("Key, in tables and exports"),
    "most_repeats": gettext_lazy("Answered for several things, at most"),
}
HELP: dict[str, Any] = {
    "form.introduction": gettext_lazy("Who asks, why, and how long it takes."),
    "options": gettext_lazy("“key: label”, or the label alone. Keys are made from labels and then stay."),
    "rows": gettext_lazy("“key: label”, or the label alone."),
    "personal": gettext_lazy("Such an answer never becomes evidence and is not quoted."),
    "key": gettext_lazy("Made from the question where you leave it empty. Answers hang on it."),
    "most_repeats": gettext_lazy("For instance 5, where each partner is described in turn. Empty: once."),
    "domain": gettext_lazy("The column of the grid that the answers go to."),
}
AREAS = {"introduction", "thanks", "note", "label", "hint", "options", "rows"}
TESTS = [
    ("is", gettext_lazy("is")),
    ("is_not", gettext_lazy("is not")),
    ("includes", gettext_lazy("includes")),
    ("at_least", gettext_lazy("is at least")),
    ("at_most", gettext_lazy("is at most")),
    ("answered", gettext_lazy("is answered (yes or no)")),
]


@dataclass
class Column:
    """One field in one language."""

    name: str
    language: str
    language_name: str
    value: str
    errors: Sequence[str]
    missing: str  # a sentence where others have words and this has none


@dataclass
class Worded:
    """One field in all languages, side by side."""

    label: str
    help: str
    is_area: bool
    columns: list[Column]
    is_needed: bool = False

    @property
    def n_missing(self) -> int:
        return sum(1 for column in self.columns if column.missing)


@dataclass
class Plain:
    """One field that has no language."""

    name: str
    label: str
    help: str
    type: str
    value: str
    errors: Sequence[str]
    is_ticked: bool = False


@dataclass
class Shown:
    """The condition of a question or section."""

    name: str
    match: str
    rows: list[tuple[str, str, str, bool]]  # question, test, value, whether it is the empty last one
    questions: list[tuple[str, str]]
    kept: str
    told: str
    errors: Sequence[str]
    n: int = 0


@dataclass
class Part:
    """A question or a section on the page."""

    id: str
    called: str
    key: str
    words: list[Worded]
    more_words: list[Worded]
    plain: list[Plain]
    ticks: list[Plain]
    shown: Shown
    hidden: list[tuple[str, str]]
    is_open: bool
    n_wrong: int
    number: str = ""
    kind: str = ""
    kind_name: str = ""
    same_as: str = ""
    questions: list[Part] = field(default_factory=list)
    is_first: bool = False
    is_last: bool = False
    key_field: Plain | None = None

    @property
    def missing(self) -> str:
        """How many texts are not translated, in words."""
        n = sum(one.n_missing for one in [*self.words, *self.more_words])
        return ngettext("%(n)s translation missing", "%(n)s translations missing", n) % {"n": n} if n else ""


@dataclass
class Page:
    """The whole form on the page."""

    languages: list[tuple[str, str, int]]  # code, name, how many texts are missing
    offered: list[tuple[str, str]]
    words: list[Worded]
    sections: list[Part]
    kinds: list[tuple[str, Any]]
    tests: list[tuple[str, Any]]
    n_ids: int
    removed: str
    removed_words: str
    summary: list[tuple[str, str, str]]  # id of the control, what it belongs to, what is wrong
    piped: list[tuple[str, str]]
    n_questions: int
    next_id: int


def show(
    typed: TypedForm, *, problems: Problems, opened: Collection[str] = (), is_guide: bool = False
) -> Page:
    """The page of a form as typed. `opened` are the parts that are unfolded; those with mistakes always are."""
    maker = _Maker(typed, problems, frozenset(opened), is_guide)
    words = [maker.worded("form", name, typed.said) for name in FORM_WORDS]
    sections = [maker.section(section, n) for n, section in enumerate(typed.sections)]
    everything = [*words, *(one for part in _parts(sections) for one in [*part.words, *part.more_words])]
    missing = dict.fromkeys(typed.languages, 0)
    for column in (column for one in everything for column in one.columns):
        missing[column.language] += bool(column.missing)
    return Page(
        languages=[(code, language_name(code), missing[code]) for code in typed.languages],
        offered=[(code, language_name(code)) for code in OFFERED if code not in typed.languages],
        words=words,
        sections=sections,
        kinds=[(key, name) for key, name in kinds.KINDS],
        tests=TESTS,
        n_ids=typed.n_ids,
        removed=typed.removed,
        removed_words=removed_words(typed) if typed.removed else "",
        summary=_summary(sections, problems),
        piped=[
            (one.plain["key"], one.called(typed.languages))
            for one in typed.before("")
            if one.plain.get("key")
        ],
        n_questions=sum(len(section.questions) for section in typed.sections),
        next_id=typed.n_ids + 1,
    )


def _parts(sections: list[Part]) -> list[Part]:
    return [part for section in sections for part in (section, *section.questions)]


def _summary(sections: list[Part], problems: Problems) -> list[tuple[str, str, str]]:
    called = {part.id: part.called for part in _parts(sections)} | {"form": _("The form")}
    return [
        (f"id_{name}", called.get(name.partition(".")[0], _("The form")), why)
        for name, told in problems.items()
        for why in told
    ]


class _Maker:
    """Makes the values of one page."""

    def __init__(self, typed: TypedForm, problems: Problems, opened: frozenset[str], is_guide: bool) -> None:
        self.typed, self.problems, self.opened, self.is_guide = typed, problems, opened, is_guide

    def worded(self, own: str, name: str, said: Said) -> Worded:
        label = str(LABELS.get(f"{own}.{name}") or LABELS.get(name) or "")
        held = said.get(name, {})
        columns = [self.column(own, name, code, held) for code in self.typed.languages]
        help_text = str(HELP.get(f"{own}.{name}") or HELP.get(name) or "")
        is_needed = (own, name) == ("form", "title") or name == "label"
        return Worded(label, help_text, name in AREAS, columns, is_needed)

    def column(self, own: str, name: str, code: str, held: Mapping[str, str]) -> Column:
        full = f"{own}.{name}.{code}"
        told = self.problems.get(full, ())
        return Column(
            full, code, language_name(code), held.get(code, ""), told, self.missing(name, code, held)
        )

    def missing(self, name: str, code: str, held: Mapping[str, str]) -> str:
        others = [text for other, text in held.items() if other != code and text.strip()]
        if not others:
            return ""
        if not held.get(code, "").strip():
            return _("not yet in this language")
        if name in ("options", "rows"):
            made = read_lines(held, self.typed.languages)
            lacking = [one["key"] for one in made if not one["label"].get(code)]
            return _("not yet: %(keys)s") % {"keys": ", ".join(lacking)} if lacking else ""
        return ""

    def plain(self, own: str, name: str, value: str, kind: str = "text") -> Plain:
        full = f"{own}.{name}"
        return Plain(
            full,
            str(LABELS.get(name, name)),
            str(HELP.get(name, "")),
            kind,
            value,
            self.problems.get(full, ()),
        )

    def tick(self, own: str, name: str, flags: Collection[str]) -> Plain:
        made = self.plain(own, name, "yes", "checkbox")
        made.is_ticked = name in flags
        return made

    def shown(self, own: str, shown: TypedShown) -> Shown:
        asked = [
            (one.id, one.called(self.typed.languages) or _("(no words yet)"))
            for one in self.typed.before(own)
        ]
        known = {key for key, _words in asked}
        gone = [
            (row[0], _("(a question that is gone or comes later)"))
            for row in shown.rows
            if row[0] not in known
        ]
        rows = [(*row, False) for row in shown.rows] + [("", "is", "", True)]
        errors = [*self.problems.get(f"{own}.if_question", ()), *self.problems.get(f"{own}.if_value", ())]
        told = _("A condition within a condition, from a form that was brought in.") if shown.kept else ""
        return Shown(
            own, shown.match, rows, asked + gone, shown.kept, told, errors, len(shown.rows) + bool(shown.kept)
        )

    def section(self, section: TypedSection, n: int) -> Part:
        own = section.id
        words = [self.worded(own, name, section.said) for name in ("title", "note")]
        called = next(
            (text for code in self.typed.languages if (text := section.said.get("title", {}).get(code))), ""
        )
        last = len(self.typed.sections) - 1
        questions = [
            self.question(question, f"{n + 1}.{i}", is_first=n == 0 and i == 1,
                          is_last=n == last and i == len(section.questions))
            for i, question in enumerate(section.questions, start=1)
        ]  # fmt: skip
        return Part(
            id=own, called=called or _("Section %(n)s") % {"n": n + 1}, key=section.plain.get("key", ""), words=words,
            more_words=[self.worded(own, SECTION_WORDS[2], section.said)],
            plain=[self.plain(own, "most_repeats", section.plain.get("most_repeats", ""))], ticks=[],
            shown=self.shown(own, section.shown), hidden=[(f"{own}.key", section.plain.get("key", ""))],
            is_open=own in self.opened or self.n_wrong(own) > 0, n_wrong=self.n_wrong(own), number=str(n + 1),
            questions=questions, is_first=n == 0, is_last=n == last,
        )  # fmt: skip

    def question(self, question: TypedQuestion, number: str, *, is_first: bool, is_last: bool) -> Part:
        own, kind, uses = question.id, question.kind, USES.get(question.kind, ())
        words = [self.worded(own, "label", question.said), self.worded(own, "hint", question.said)]
        words += [self.worded(own, name, question.said) for name in ("rows", "options") if name in uses]
        if "ends" in uses:
            for n in range(kinds.ENDS[kind]):
                end = self.worded(own, f"end{n}", question.said)
                end.label, end.is_needed = _ends(kind)[n], True
                words.append(end)
        plain = []
        for name, control in (
            ("least", "text"), ("most", "text"), ("earliest", "date"), ("latest", "date"), ("most_words", "text"),
        ):  # fmt: skip
            if name in uses:
                plain.append(self.plain(own, name, question.plain.get(name, ""), control))
        if self.is_guide or question.plain.get("domain"):
            plain.append(self.plain(own, "domain", question.plain.get("domain", "")))
        asked = [name for name in FLAGS if name in uses or name in ("required", "personal")]
        called = question.called(self.typed.languages) or question.plain.get("key") or _("A new question")
        return Part(
            id=own, called=called,
            key=question.plain.get("key", ""), words=words, more_words=[], plain=plain,
            ticks=[self.tick(own, name, question.flags) for name in asked],
            shown=self.shown(own, question.shown), hidden=self.hidden(question, words, plain, asked),
            is_open=own in self.opened or self.n_wrong(own) > 0, n_wrong=self.n_wrong(own), number=number,
            kind=kind, kind_name=str(dict(kinds.KINDS)[kind]), same_as=question.plain.get("same_as", ""),
            is_first=is_first, is_last=is_last,
            key_field=self.plain(own, "key", question.plain.get("key", "")),
        )  # fmt: skip

    def hidden(
        self, question: TypedQuestion, words: list[Worded], plain: list[Plain], asked: Collection[str]
    ) -> list[tuple[str, str]]:
        """What was typed and has no field for this kind: carried along, in case the kind changes again."""
        on_page = {column.name for one in words for column in one.columns} | {one.name for one in plain}
        on_page |= {f"{question.id}.{name}" for name in ("key", "kind")}
        held = [
            (f"{question.id}.{name}.{code}", text)
            for name in QUESTION_WORDS
            for code, text in question.said.get(name, {}).items()
        ]
        held += [
            (f"{question.id}.{name}", question.plain[name]) for name in PLAIN if question.plain.get(name)
        ]
        held += [(f"{question.id}.{name}", "yes") for name in question.flags if name not in asked]
        return [(name, value) for name, value in held if name not in on_page]

    def n_wrong(self, own: str) -> int:
        return sum(len(told) for name, told in self.problems.items() if name.partition(".")[0] == own)


def _ends(kind: str) -> list[str]:
    if kind == kinds.SCALE:
        return [_("Words at the lowest step"), _("Words at the highest step")]
    if kind == kinds.DYAD:
        return [_("Words at the left end"), _("Words at the right end")]
    return [_("Words at the first corner"), _("Words at the second corner"), _("Words at the third corner")]
