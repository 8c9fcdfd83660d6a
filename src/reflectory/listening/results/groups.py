"""One question compared between groups: by place, role, seniority or team, with small groups hidden.

Where answers are confidential, a group below the smallest one is hidden, and others with it until nobody can work it
out from the sum (`engine.disclosure`). Anonymous answers have no groups.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reflectory.engine.disclosure import hide_small
from reflectory.listening.questions import kinds
from reflectory.listening.questions.document import Document, Question
from reflectory.listening.results.reading import Given
from reflectory.listening.results.summaries import DOES_NOT_APPLY, answers_to

BY = {
    "place": gettext_lazy("place"),
    "role": gettext_lazy("role"),
    "seniority": gettext_lazy("seniority"),
    "team": gettext_lazy("team"),
}
COMPARED = (kinds.CHOICE, kinds.CHOICES, kinds.SCALE)


@dataclass(frozen=True)
class Group:
    """One group: how many answered, and how many of them chose each column."""

    name: str
    n: int
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Comparison:
    """A question by groups. `n_hidden` groups are not told; where all are, nothing is."""

    question: Question
    label: str
    columns: tuple[str, ...]
    groups: tuple[Group, ...]
    n_hidden: int

    @property
    def lines(self) -> list[tuple[Group, list[tuple[str, int]]]]:
        """Each group with its counts, each beside its column."""
        return [(group, list(zip(self.columns, group.counts, strict=True))) for group in self.groups]


def comparisons(
    document: Document, given: Sequence[Given], *, by: str, language: str, floor: int = 1
) -> list[Comparison]:
    """Each question that can be compared, by one kind of group."""
    if by not in BY:
        return []
    found = []
    for section in document.sections:
        for question in section.questions:
            if question.kind not in COMPARED or section.most_repeats is not None:
                continue
            members: dict[str, list[object]] = defaultdict(list)
            for one, value in answers_to(section, question, given):
                if value != DOES_NOT_APPLY:
                    members[getattr(one, by)].append(value)
            found.append(_compared(question, members, language, floor))
    return found


def _compared(question: Question, members: dict[str, list[object]], language: str, floor: int) -> Comparison:
    ordered = sorted(members.items(), key=lambda item: (not item[0], item[0]))
    told = hide_small([len(values) for _name, values in ordered], floor=floor)
    columns = _columns(question, language)
    groups = [
        Group(name or _("not known"), len(values), _counted(values, [key for key, _label in columns]))
        for (name, values), is_hidden in zip(ordered, told.hidden, strict=True)
        if not is_hidden
    ]
    return Comparison(
        question,
        question.label.in_(language),
        tuple(label for _key, label in columns),
        tuple(groups),
        sum(told.hidden),
    )


def _columns(question: Question, language: str) -> list[tuple[str, str]]:
    if question.kind == kinds.SCALE:
        return [
            (str(step), str(step)) for step in range(int(question.least or 0), int(question.most or 0) + 1)
        ]
    found = [(option.key, option.label.in_(language)) for option in question.options]
    return [*found, ("", _("something else"))] if question.has_other else found


def _counted(values: Sequence[object], keys: Sequence[str]) -> tuple[int, ...]:
    picked = [one for value in values for one in (value if isinstance(value, list) else [value])]
    counts = Counter("" if isinstance(one, dict) else str(one) for one in picked)
    return tuple(counts[key] for key in keys)
