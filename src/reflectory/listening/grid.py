"""What was heard, domain by government, as interviews come in: answered, asked and no, silent, and not asked apart.

A domain is what the guide says a question belongs to, else the section it stands in. Only interviews are here whose
notes the viewer reads and whose people agree to be read; the others are counted, never shown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from reflectory.core.visibility import Viewer
from reflectory.directory.models import Organisation
from reflectory.listening import interview_states as states
from reflectory.listening.interview_visibility import reads_notes
from reflectory.listening.models import FormVersion, Interview, InterviewCell, SamplingFrame
from reflectory.listening.questions.document import Document, Question

# Said beside the word, so that a dense table can be scanned without reading each word.
SYMBOLS = {states.ANSWERED: "●", states.ASKED_NO: "–", states.SILENT: "○", states.NOT_ASKED: "·"}
NOWHERE = 0  # the number of the row of people who speak for no place


@dataclass(frozen=True)
class Count:
    """Of the interviews of one place, how many are in this state in this domain."""

    state: str
    word: str
    symbol: str
    n: int


@dataclass
class GridCell:
    """One domain in one place."""

    domain: str
    label: str
    counts: list[Count]

    @property
    def is_empty(self) -> bool:
        """Whether nobody of the place was asked."""
        return all(one.state == states.NOT_ASKED for one in self.counts)


@dataclass
class GridRow:
    """One place, with the interviews that are counted in it."""

    place: Organisation | None
    n: int
    cells: list[GridCell]

    @property
    def name(self) -> str:
        """What the row is called."""
        return self.place.name if self.place else _("Speaks for no place")

    @property
    def number(self) -> int:
        """The number in its address."""
        return self.place.pk if self.place else NOWHERE


@dataclass
class Grid:
    """The whole: domains as columns, places as rows, and how many interviews are not in it."""

    domains: list[tuple[str, str]]
    rows: list[GridRow]
    n_shown: int
    n_begun: int

    @property
    def n_hidden(self) -> int:
        """Interviews that are not shown: no agreement to be read, or not for this viewer."""
        return self.n_begun - self.n_shown


@dataclass
class _Guides:
    """The guides that were used, each read once."""

    documents: dict[int, Document] = field(default_factory=dict)
    language: str = "en"

    def domains(self) -> list[tuple[str, str]]:
        """Keys and labels, in the order of the newest guide, what only older ones have after it."""
        found: dict[str, str] = {}
        for pk in sorted(self.documents, reverse=True):
            for key, label, _questions in domains_of(self.documents[pk], self.language):
                found.setdefault(key, label)
        return list(found.items())


def domains_of(document: Document, language: str) -> list[tuple[str, str, list[Question]]]:
    """The domains of a guide in order, each with its label and its questions."""
    found: dict[str, tuple[str, list[Question]]] = {}
    for section in document.sections:
        for question in section.questions:
            key = question.domain or section.key
            label = question.domain or section.title.in_(language) or section.key
            found.setdefault(key, (label, []))[1].append(question)
    return [(key, label, questions) for key, (label, questions) in found.items()]


def readable(viewer: Viewer, frame: SamplingFrame, *, on: date) -> list[Interview]:
    """The interviews of a series whose notes the viewer reads, in the order in which they began."""
    rows = Interview.objects.visible_to(viewer).filter(reads_notes(viewer), frame=frame)
    return list(
        rows.begun()
        .agreed_to_be_read(on=on)
        .select_related("organisation", "person")
        .order_by("begun_at", "pk")
    )


def grid_of(viewer: Viewer, frame: SamplingFrame, *, on: date) -> Grid:
    """The grid, in a number of queries that does not grow with the interviews."""
    interviews = readable(viewer, frame, on=on)
    guides = _guides(frame, interviews)
    domains = guides.domains()
    told = _told(interviews)
    by_place: dict[Organisation | None, list[Interview]] = defaultdict(list)
    for one in interviews:
        by_place[one.organisation].append(one)
    rows = [
        GridRow(place, len(found), [_cell(key, label, found, told) for key, label in domains])
        for place, found in sorted(by_place.items(), key=lambda pair: (pair[0] is None, str(pair[0] or "")))
    ]
    n_begun = Interview.objects.filter(frame=frame).begun().count()
    return Grid(domains, rows, len(interviews), n_begun)


def _guides(frame: SamplingFrame, interviews: Iterable[Interview]) -> _Guides:
    pinned = {one.guide_version_id for one in interviews if one.guide_version_id is not None}
    wanted = pinned or {frame.guide.form_version_id}
    versions = FormVersion.objects.filter(pk__in=wanted)
    return _Guides({row.pk: row.document for row in versions}, language_of(frame))


def language_of(frame: SamplingFrame) -> str:
    """The language in which the guide is read."""
    return frame.guide.languages[0] if frame.guide.languages else "en"


def _told(interviews: Iterable[Interview]) -> Mapping[tuple[int, str], str]:
    """For each interview and domain, the most telling state of its questions."""
    cells = InterviewCell.objects.filter(interview__in=[one.pk for one in interviews])
    found: dict[tuple[int, str], str] = {}
    for pk, domain, state in cells.values_list("interview", "domain", "state"):
        there = found.get((pk, domain), states.NOT_ASKED)
        found[pk, domain] = min(there, state, key=states.TELLING.index)
    return found


def _cell(key: str, label: str, interviews: list[Interview], told: Mapping[tuple[int, str], str]) -> GridCell:
    counted = Counter(told.get((one.pk, key), states.NOT_ASKED) for one in interviews)
    names = dict(states.CELL_STATES)
    return GridCell(key, label, [
        Count(state, str(names[state]), SYMBOLS[state], counted[state]) for state in states.TELLING if counted[state]
    ])  # fmt: skip


@dataclass(frozen=True)
class Note:
    """What one interview holds on one question."""

    question: str
    state: str
    word: str
    symbol: str
    notes: str


@dataclass(frozen=True)
class Heard:
    """What one interview holds on a domain."""

    interview: Interview
    notes: list[Note]


def heard_on(
    viewer: Viewer, frame: SamplingFrame, *, place: int, domain: str, on: date
) -> tuple[str, list[Heard]] | None:
    """The label of the domain, and what the people of one place said on it; None where there is no such cell."""
    interviews = [one for one in readable(viewer, frame, on=on) if (one.organisation_id or NOWHERE) == place]
    guides = _guides(frame, interviews)
    label = dict(guides.domains()).get(domain)
    if not interviews or label is None:
        return None
    rows = InterviewCell.objects.filter(interview__in=[one.pk for one in interviews], domain=domain)
    cells = {(row.interview_id, row.question): row for row in rows}
    found = []
    for one in interviews:
        document = guides.documents[one.guide_version_id or 0]
        questions = next(
            (asked for key, _l, asked in domains_of(document, guides.language) if key == domain), []
        )
        found.append(Heard(one, [_note(q, cells.get((one.pk, q.key)), guides.language) for q in questions]))
    return label, found


def _note(question: Question, cell: InterviewCell | None, language: str) -> Note:
    state = cell.state if cell else states.NOT_ASKED
    return Note(
        question.label.in_(language), state, str(dict(states.CELL_STATES)[state]), SYMBOLS[state],
        cell.notes if cell else "",
    )  # fmt: skip
