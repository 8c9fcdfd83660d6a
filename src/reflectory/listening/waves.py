"""Before, midway, after and later: the same people asked again, paired by who they are in the edition.

Nobody has to remember a code: an invitation knows the person, and a person who was merged into another counts as
that one. Two waves are compared by the questions they share: the same question of the library, or the same key in
one form. Anonymous answers cannot be paired; of them two distributions are told, and that they are not pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from reflectory.core.visibility import Viewer
from reflectory.directory.models import SENIORITY
from reflectory.engine.disclosure import hide_small
from reflectory.engine.paired import Paired, paired_change
from reflectory.listening.identities import ANONYMOUS, NAMED
from reflectory.listening.models import AnonymousResponse, Ask, Invitation, Response
from reflectory.listening.purposes import WAVES
from reflectory.listening.questions import kinds
from reflectory.listening.questions.document import Question
from reflectory.listening.visibility import asks_read_by
from reflectory.programmes.models import Edition

YES, NO = "yes", "no"


@dataclass(frozen=True)
class Wave:
    """One asking: how many were asked, how many answered, and the share. None where nobody in particular was asked."""

    ask: Ask
    n_asked: int
    n_answered: int

    @property
    def rate(self) -> int | None:
        """Of a hundred who were asked, how many answered."""
        return round(100 * min(self.n_answered, self.n_asked) / self.n_asked) if self.n_asked else None


@dataclass(frozen=True)
class Spread:
    """How all who answered one wave answered a question, whether or not they answered the other."""

    n: int
    mean: float


@dataclass(frozen=True)
class Line:
    """One question in two waves. `hidden` says why nothing is told; `paired` is None where answers are anonymous."""

    label: str
    unit: str  # "of 1 to 5", "of a hundred said yes"
    first: Spread | None
    last: Spread | None
    paired: Paired | None
    hidden: str = ""
    # How many went up, stayed and went down; None where so few did one of it that they could be found out.
    moves: tuple[int, int, int] | None = None

    @property
    def change(self) -> str:
        """The change with its sign."""
        return _signed(self.paired.change) if self.paired else ""

    @property
    def range(self) -> tuple[str, str] | None:
        """Both ends of the range with their signs; None where there is none."""
        if self.paired is None or self.paired.low is None:
            return None
        return _signed(self.paired.low), _signed(self.paired.high)

    @property
    def leaves_out_means(self) -> bool:
        """Whether the means are not told, though the change is."""
        return self.paired is not None and self.paired.before is None


@dataclass(frozen=True)
class Missing:
    """Of one kind of people: how many were asked the first time, and how many answered both. None is hidden."""

    label: str
    n_asked: int | None
    n_both: int | None


def waves_of(edition: Edition, viewer: Viewer) -> list[Wave]:
    """The waves of an edition whose answers the viewer reads, in the order of time; in four queries."""
    asks = Ask.objects.visible_to(viewer).filter(edition=edition, purpose__in=WAVES)
    if not viewer.is_operator:
        asks = asks.filter(asks_read_by(viewer))
    found = sorted(
        asks.select_related("form_version__form"),
        key=lambda ask: (WAVES.index(ask.purpose), ask.opens_at, ask.pk),
    )
    asked = _counts(Invitation.objects.filter(ask__in=found, revoked_at__isnull=True))
    answered = _counts(Response.objects.standing().filter(ask__in=found))
    unnamed = _counts(AnonymousResponse.objects.filter(ask__in=found))
    return [
        Wave(ask, asked.get(ask.pk, 0), answered.get(ask.pk, 0) + unnamed.get(ask.pk, 0)) for ask in found
    ]


def compare(first: Ask, last: Ask) -> list[Line]:
    """Each question that both waves ask in ordered steps or by yes and no; in two queries."""
    shared = _shared(first, last)
    if not shared:
        return []
    given = [_answers_of(ask) for ask in (first, last)]
    floor = max(_floor(first), _floor(last))
    return [_line(one, other, given, floor) for one, other in shared]


def missing(first: Ask, last: Ask) -> list[Missing]:
    """By seniority: who was asked the first time, and of them how many answered both times. Small groups are hidden."""
    if ANONYMOUS in (first.identity, last.identity):
        return []
    both = set(_answers_of(first).people) & set(_answers_of(last).people)
    invited = Invitation.objects.filter(ask=first, revoked_at__isnull=True).select_related(
        "membership", "person"
    )
    by_kind: dict[str, list[int]] = {}
    for one in invited:
        seniority = one.membership.seniority if one.membership else ""
        by_kind.setdefault(seniority, []).append(one.person.counted_as_id or one.person_id)
    order = [key for key, _name in SENIORITY if key in by_kind] + ([""] if "" in by_kind else [])
    names = {**dict(SENIORITY), "": _("not known")}
    asked = [len(by_kind[key]) for key in order]
    n_both = [len(both & set(by_kind[key])) for key in order]
    # Both numbers can single somebody out: who answered, and who did not.
    floor = max(_floor(first), _floor(last))
    told = [hide_small(numbers, floor=floor).hidden for numbers in (asked, n_both)]
    rest = hide_small([a - b for a, b in zip(asked, n_both, strict=True)], floor=floor).hidden
    return [
        Missing(
            str(names[key]),
            None if told[0][i] else asked[i],
            None if told[0][i] or told[1][i] or rest[i] else n_both[i],
        )
        for i, key in enumerate(order)
    ]


@dataclass(frozen=True)
class _Given:
    """The answers of one wave: of people by their number, and of those who are not known."""

    people: Mapping[int, tuple[Mapping[str, Any], str | None]]
    others: Sequence[Mapping[str, Any]]

    def all_to(self, question: Question) -> list[float]:
        said = [answers for answers, _place in self.people.values()]
        return [value for one in [*said, *self.others] if (value := _number(question, one)) is not None]


def _counts(rows: Any) -> dict[int, int]:
    found: dict[int, int] = {}
    for pk in rows.order_by().values_list("ask", flat=True):
        found[pk] = found.get(pk, 0) + 1
    return found


def _answers_of(ask: Ask) -> _Given:
    if ask.identity == ANONYMOUS:
        return _Given({}, list(AnonymousResponse.objects.filter(ask=ask).values_list("answers", flat=True)))
    people: dict[int, tuple[Mapping[str, Any], str | None]] = {}
    others = []
    for one in Response.objects.standing().filter(ask=ask).select_related("voice__person").order_by("pk"):
        place = str(one.voice.organisation_id) if one.voice.organisation_id else None
        if one.voice.person is None:
            others.append(one.answers)
        else:
            people[one.voice.person.counted_as_id or one.voice.person.pk] = (one.answers, place)
    return _Given(people, others)


def _shared(first: Ask, last: Ask) -> list[tuple[Question, Question]]:
    """The questions that are the same in both, and are answered in numbers."""
    here, there = first.form_version.document, last.form_version.document
    by_library = {one.same_as: one for one in there.questions() if one.same_as}
    same_form = first.form_version.form_id == last.form_version.form_id
    found = []
    for one in here.questions():
        other = by_library.get(one.same_as) if one.same_as else None
        if other is None and same_form:
            other = there.question(one.key)
        if other is not None and _is_ordered(one) and _alike(one, other):
            found.append((one, other))
    return found


def _is_ordered(question: Question) -> bool:
    if question.kind in (kinds.SCALE, kinds.NUMBER, kinds.DYAD):
        return True
    return question.kind == kinds.CHOICE and {YES, NO} <= {option.key for option in question.options}


def _alike(one: Question, other: Question) -> bool:
    return (one.kind, one.least, one.most) == (other.kind, other.least, other.most)


def _number(question: Question, answers: Mapping[str, Any]) -> float | None:
    value = answers.get(question.key)
    if question.kind == kinds.CHOICE:
        return None if value is None else 100.0 * (value == YES)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _floor(ask: Ask) -> int:
    return 1 if ask.identity == NAMED else ask.floor


def _line(one: Question, other: Question, given: Sequence[_Given], floor: int) -> Line:
    label, unit = one.label.in_("en"), _unit(one)
    numbers = [given[0].all_to(one), given[1].all_to(other)]
    if min(map(len, numbers)) < floor:
        return Line(label, unit, None, None, None, _few(floor))
    first, last = (Spread(len(found), sum(found) / len(found)) for found in numbers)
    if not given[0].people or not given[1].people:
        return Line(label, unit, first, last, None)
    pairs = list(_pairs(one, other, given))
    if len(pairs) < floor:
        return Line(label, unit, first, last, None, _few(floor))
    before, after, places = zip(*pairs, strict=True)
    # All of a wave, which its answers show as well, beside those who are paired would give away the few who are not.
    told = [None if 0 < spread.n - len(pairs) < floor else spread for spread in (first, last)]
    found = paired_change(before, after, places)
    moves = (found.up, found.same, found.down)
    is_told = floor == 1 or not any(hide_small(moves, floor=floor).hidden)
    if None in told:
        found = replace(found, before=None, after=None)
    return Line(label, unit, told[0], told[1], found, moves=moves if is_told else None)


def _signed(value: float | None) -> str:
    """The number with one place and its sign, as print sets it."""
    return "" if value is None else f"{value:+.1f}".replace("-", "−")


def _pairs(
    one: Question, other: Question, given: Sequence[_Given]
) -> Iterable[tuple[float, float, str | None]]:
    for person in sorted(set(given[0].people) & set(given[1].people)):
        (then, place), (now, _place) = given[0].people[person], given[1].people[person]
        before, after = _number(one, then), _number(other, now)
        if before is not None and after is not None:
            yield before, after, place


def _unit(question: Question) -> str:
    if question.kind == kinds.CHOICE:
        return _("of a hundred who said yes")
    if question.kind == kinds.NUMBER:
        return ""
    least, most = (0, 100) if question.kind == kinds.DYAD else (question.least, question.most)
    return _("on a scale from %(least)g to %(most)g") % {"least": least, "most": most}


def _few(floor: int) -> str:
    return _("Fewer than %(floor)s answered: nothing is shown.") % {"floor": floor}
