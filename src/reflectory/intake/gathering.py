"""The records of notes and transcripts while they are gathered, and the account of what was not used.

The items received are numbered in the order in which they were met: a document without speakers is one, and
so is each turn of a transcript, and each file of another kind. See `folder` for where they come from.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from reflectory.intake.accounting import Ledger, Limits, counted
from reflectory.intake.assembling import why_broken, why_doubtful, why_not_said
from reflectory.intake.encodings import Encoding
from reflectory.intake.records import ColumnUse, Reading, Records
from reflectory.intake.transcripts import Turn

ASKED = "asked by the interviewer"


@dataclass(frozen=True)
class Source:
    """A file, by its name in the folder, with what its place and name say."""

    name: str
    folder: str | None
    day: date | None


@dataclass
class Gathered:
    """Columns that grow together, one value for each used item."""

    received: int = 0
    ids: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    respondents: list[str] = field(default_factory=list)
    folders: list[str | None] = field(default_factory=list)
    days: list[date | None] = field(default_factory=list)
    excluded: Ledger = field(default_factory=Ledger)
    failed: Ledger = field(default_factory=Ledger)
    warnings: Ledger = field(default_factory=Ledger)
    encodings: Counter[tuple[str, str]] = field(default_factory=Counter)  # name and note
    n_transcripts: int = 0
    n_documents: int = 0

    def exclude(self, reason: str, place: str) -> None:
        self.received += 1
        self.excluded.add(reason, self.received, place)

    def fail(self, reason: str, place: str) -> None:
        self.received += 1
        self.failed.add(reason, self.received, place)

    def note_encoding(self, encoding: Encoding) -> None:
        self.encodings[encoding.name, encoding.note] += 1

    def take(self, turn: Turn, source: Source, id: str, limits: Limits) -> None:
        """Uses a turn or a whole document, or says why not."""
        place = place_of(source.name, turn)
        broken = why_broken(turn.text, limits)
        if broken:
            self.fail(broken, place)
            return
        unsaid = why_not_said(turn.text) or (ASKED if turn.asks else None)
        if unsaid:
            self.exclude(unsaid, place)
            return
        self.received += 1
        doubt = why_doubtful(turn.text)
        if doubt:
            self.warnings.add(doubt, self.received, place)
        self.ids.append(id)
        self.rows.append(self.received)
        self.places.append(place)
        self.texts.append(turn.text)
        self.respondents.append(f"{source.name}: {turn.speaker}" if turn.speaker else source.name)
        self.folders.append(source.folder)
        self.days.append(source.day)

    def sentences(self) -> list[str]:
        """All reasons, failures first."""
        return [reason.reason for reason in (*self.failed.reasons(), *self.excluded.reasons())]

    def reading(self, form: str, sha256: str, n_bytes: int, *, group_named: bool = False) -> Reading:
        folders = any(self.folders)
        dated = any(day is not None for day in self.days)
        names = {name for name, _ in self.encodings}
        records = Records(
            self.ids,
            self.rows,
            self.places,
            self.texts,
            self.respondents,
            {"folder": self.folders} if folders else {},
            self.days if dated else None,
        )
        return Reading(
            records=records,
            format=form,
            encoding=names.pop() if len(names) == 1 else None,
            encoding_note=self._encoding_note(),
            sha256=sha256,
            n_bytes=n_bytes,
            columns=self._uses(folders=folders, dated=dated, group_named=group_named),
            received=self.received,
            excluded=self.excluded.reasons(),
            failed=self.failed.reasons(),
            warnings=self.warnings.reasons(),
        )

    def _uses(self, *, folders: bool, dated: bool, group_named: bool) -> tuple[ColumnUse, ...]:
        parts = []
        if self.n_documents:
            parts.append(f"{counted(self.n_documents, 'document')} without speakers, one record each")
        if self.n_transcripts:
            parts.append(f"{counted(self.n_transcripts, 'transcript')}, one record for each turn")
        uses = [
            ColumnUse("text", "document", True, f"{'; '.join(parts)}."),
            ColumnUse(
                "respondent", "file", True, "Each file is a respondent, and in a transcript each speaker."
            ),
        ]
        if dated:
            uses.append(ColumnUse("date", "file name", True, "The day in the file's name."))
        if folders:
            why = "Named with --group." if group_named else "The first folder that a file is in."
            uses.append(
                ColumnUse("group", "folder", not group_named, f"{why} It is the unit of independence.")
            )
        return tuple(uses)

    def _encoding_note(self) -> str:
        if len(self.encodings) == 1:
            return next(iter(self.encodings))[1]
        ordered = sorted(self.encodings.items(), key=lambda item: (-item[1], item[0]))
        return "; ".join(f"{counted(n, 'file')} {note}" for (_, note), n in ordered)


def place_of(name: str, turn: Turn) -> str:
    """Where a turn stands, in words: "interview-3.docx, paragraph 12"."""
    return f"{name}, {turn.place}" if turn.place else name
