"""What changed from one form to another, question by question, so that answers are compared knowing it.

Questions are known by their keys: one that has another key is another question, however alike the words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from reflectory.listening.questions import kinds
from reflectory.listening.questions.conditions import write_condition
from reflectory.listening.questions.document import Document, Option, Question, Section, Words

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"


@dataclass(frozen=True)
class Change:
    """One thing that is otherwise: what, in which language where it is words, and both ways it was said."""

    what: str
    language: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """One question, section or the form itself, with what became of it."""

    key: str  # empty for the form itself
    called: str
    what: frozenset[str]
    changes: tuple[Change, ...] = ()
    is_section: bool = False

    @property
    def is_comparable(self) -> bool:
        """Whether answers from before and after mean the same: only its place or help became otherwise."""
        return self.what <= {MOVED}


@dataclass
class Differences:
    """Everything between two forms, in the order of the newer one; what was removed comes last."""

    found: list[Difference] = field(default_factory=list)

    @property
    def n(self) -> dict[str, int]:
        """How many of each: added, removed, changed, moved."""
        return {
            what: sum(1 for one in self.found if what in one.what)
            for what in (ADDED, REMOVED, CHANGED, MOVED)
        }

    def __bool__(self) -> bool:
        return bool(self.found)


def differences(before: Document, after: Document) -> Differences:
    """What became otherwise from one form to the other."""
    found = Differences()
    whole = (
        *_words(_("title"), before.title, after.title),
        *_words(_("introduction"), before.introduction, after.introduction),
        *_words(_("thanks"), before.thanks, after.thanks),
        *_plain(_("languages"), ", ".join(before.languages), ", ".join(after.languages)),
    )
    if whole:
        found.found.append(Difference("", after.title.in_(after.languages[0]), frozenset({CHANGED}), whole))
    _sections(before, after, found)
    _questions(before, after, found)
    return found


def _sections(before: Document, after: Document, found: Differences) -> None:
    old = {one.key: one for one in before.sections}
    new = {one.key: one for one in after.sections}
    moved = _moved(list(old), list(new))
    for key, section in new.items():
        called = section.title.in_(after.languages[0]) or key
        if key not in old:
            found.found.append(Difference(key, called, frozenset({ADDED}), is_section=True))
            continue
        changes = _section_changes(old[key], section)
        what = frozenset({MOVED} if key in moved else set()) | frozenset({CHANGED} if changes else set())
        if what:
            found.found.append(Difference(key, called, what, changes, is_section=True))
    for key, section in old.items():
        if key not in new:
            called = section.title.in_(before.languages[0]) or key
            found.found.append(Difference(key, called, frozenset({REMOVED}), is_section=True))


def _section_changes(old: Section, new: Section) -> tuple[Change, ...]:
    return (
        *_words(_("heading"), old.title, new.title),
        *_words(_("note"), old.note, new.note),
        *_words(_("words for one more"), old.repeat_label, new.repeat_label),
        *_plain(_("answered at most"), old.most_repeats, new.most_repeats),
        *_plain(_("shown if"), _said(old), _said(new)),
    )


def _questions(before: Document, after: Document, found: Differences) -> None:
    old = {one.key: one for one in before.questions()}
    new = {one.key: one for one in after.questions()}
    moved = _moved(_places(before), _places(after))
    moved |= {key for key in new if key in old and _home(before, key) != _home(after, key)}
    for key, question in new.items():
        called = question.label.in_(after.languages[0])
        if key not in old:
            found.found.append(Difference(key, called, frozenset({ADDED})))
            continue
        changes = _question_changes(old[key], question)
        what = frozenset({MOVED} if key in moved else set()) | frozenset({CHANGED} if changes else set())
        if what:
            found.found.append(Difference(key, called, what, changes))
    for key, question in old.items():
        if key not in new:
            found.found.append(Difference(key, question.label.in_(before.languages[0]), frozenset({REMOVED})))


def _home(document: Document, key: str) -> str:
    section = document.section_of(key)
    return section.key if section is not None else ""


def _places(document: Document) -> list[str]:
    """The keys of questions in order, between those of their sections."""
    found: list[str] = []
    for section in document.sections:
        found += [f"[{section.key}", *(one.key for one in section.questions)]
    return found


def _moved(before: list[str], after: list[str]) -> set[str]:
    """What stands in both and not in the same order beside the rest: the fewest that explain it."""
    old = [key for key in before if key in set(after)]
    new = [key for key in after if key in set(before)]
    blocks = SequenceMatcher(a=old, b=new, autojunk=False).get_matching_blocks()
    stayed = {key for block in blocks for key in old[block.a : block.a + block.size]}
    return set(new) - stayed


def _question_changes(old: Question, new: Question) -> tuple[Change, ...]:
    names = {key: str(name) for key, name in kinds.KINDS}
    ends = [*zip(old.ends, new.ends, strict=False)]
    return (
        *_plain(_("kind of answer"), names[old.kind], names[new.kind]),
        *_words(_("question"), old.label, new.label),
        *_words(_("help"), old.hint, new.hint),
        *_options(_("choice"), old.options, new.options),
        *_options(_("row"), old.rows, new.rows),
        *(change for a, b in ends for change in _words(_("end"), a, b)),
        *_plain(_("needs an answer"), _yes(is_so=old.is_required), _yes(is_so=new.is_required)),
        *_plain(_("tells who somebody is"), _yes(is_so=old.is_personal), _yes(is_so=new.is_personal)),
        *_plain(_("own words offered"), _yes(is_so=old.has_other), _yes(is_so=new.has_other)),
        *_plain(_("may not apply"), _yes(is_so=old.may_not_apply), _yes(is_so=new.may_not_apply)),
        *_plain(_("whole numbers"), _yes(is_so=old.is_whole), _yes(is_so=new.is_whole)),
        *_plain(_("words at most"), old.most_words, new.most_words),
        *_plain(_("lowest"), old.least, new.least),
        *_plain(_("highest"), old.most, new.most),
        *_plain(_("earliest day"), old.earliest, new.earliest),
        *_plain(_("latest day"), old.latest, new.latest),
        *_plain(_("shown if"), _said(old), _said(new)),
        *_plain(_("same as in the library"), old.same_as, new.same_as),
        *_plain(_("domain"), old.domain, new.domain),
    )


def _options(what: str, old: tuple[Option, ...], new: tuple[Option, ...]) -> list[Change]:
    was, now = {one.key: one.label for one in old}, {one.key: one.label for one in new}
    found = [Change(f"{what} {key}", "", label.in_(""), "") for key, label in was.items() if key not in now]
    for key, label in now.items():
        if key not in was:
            found.append(Change(f"{what} {key}", "", "", label.in_("")))
        else:
            found += _words(f"{what} {key}", was[key], label)
    if [key for key in was if key in now] != [key for key in now if key in was]:
        found += _plain(_("order of choices"), ", ".join(was), ", ".join(now))
    return found


def _words(what: str, old: Words, new: Words) -> list[Change]:
    before, after = dict(old.said), dict(new.said)
    codes = dict.fromkeys([*after, *before])
    return [
        Change(what, code, before.get(code, ""), after.get(code, ""))
        for code in codes
        if before.get(code, "") != after.get(code, "")
    ]


def _plain(what: str, old: Any, new: Any) -> list[Change]:
    if old == new:
        return []
    return [Change(what, "", "" if old is None else str(old), "" if new is None else str(new))]


def _yes(*, is_so: bool) -> str:
    return _("yes") if is_so else _("no")


def _said(part: Question | Section) -> str:
    return in_words(write_condition(part.shown_if))


def in_words(body: dict[str, Any] | None) -> str:
    """A condition in a line: "helped is yes and rate is at least 3"."""
    if not body:
        return ""
    for name, word in (("all", _("and")), ("any", _("or"))):
        if name in body:
            return f" {word} ".join(
                f"({in_words(one)})" if "question" not in one else in_words(one) for one in body[name]
            )
    test = next(one for one in body if one != "question")
    said = {"is": _("is"), "is_not": _("is not"), "includes": _("includes"), "at_least": _("is at least"),
            "at_most": _("is at most")}  # fmt: skip
    if test == "answered":
        return f"{body['question']} {_('is answered') if body[test] else _('is not answered')}"
    return f"{body['question']} {said[test]} {body[test]}"
