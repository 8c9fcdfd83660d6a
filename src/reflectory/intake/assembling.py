"""From the rows of a table to records, each row accounted for.

A row is used, excluded (nothing was said) or failed (something is wrong with it), and for each of the latter
two there is a sentence. The text stays exactly as it was read; ids, respondents and groups lose the spaces
around them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from reflectory.intake.accounting import Ledger, Limits, NumberedPlaces, Unusable, counted
from reflectory.intake.columns import Choice
from reflectory.intake.dates import read_days
from reflectory.intake.encodings import REPLACEMENT, UNDECODABLE, looks_garbled
from reflectory.intake.records import ColumnUse, Records
from reflectory.intake.tables import Position, Table

EMPTY = "the text is empty"
NO_WORDS = "there are no words in the text"
NO_ANSWER = "the text only says that there is no answer (n/a)"
EMPTY_ROW = "the row is empty"
UNDECODABLE_TEXT = "the row holds bytes that cannot be decoded"
MENDED = "a quotation mark in the row is not closed or not doubled; its text may be cut wrongly"
HALF = "the text holds half a character (a surrogate without its pair)"
NUL = "the text holds a NUL character, which is a sign of damage"
GARBLED = "the text seems to have been read in a wrong encoding before it was saved (such as Ã© for é)"
UNREAD_DATE = "the date cannot be read; the row is used without it"
REPLACED = "the text holds replacement characters (\ufffd): letters were lost before it was saved"
MOST_REPEATS = 0.2
_NAMED_REPEATS = 200

_Value = TypeVar("_Value")
_LETTER = re.compile(r"[^\W\d_]")
_NOT_AVAILABLE = re.compile(
    r"\W*(?:n\s*[/.\\]\s*a\.?|na|nan|#n/a|not applicable|(?:did not|didn't|not) answer(?:ed)?|unanswered"
    r"|no (?:answer|response)(?: given)?|(?:question )?skipped|(?:left )?blank)\W*",
    re.IGNORECASE,
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def why_not_said(text: str) -> str | None:
    """Why a text is nobody's words; None where it is.

    >>> why_not_said("Nothing"), why_not_said("- 12 ..."), why_not_said("n/a") == NO_ANSWER
    (None, 'there are no words in the text', True)
    """
    if _LETTER.search(text):
        return NO_ANSWER if len(text) < 24 and _NOT_AVAILABLE.fullmatch(text) else None
    return NO_WORDS if text and not text.isspace() else EMPTY


def why_broken(text: str, limits: Limits) -> str | None:
    """Why a text cannot be used as it is; None where it can."""
    if len(text) > limits.cell_chars:
        return f"the text is longer than {limits.cell_chars:,} characters; a quotation mark may be missing"
    if "\0" in text:
        return NUL
    if text.isascii() or not (found := _SURROGATE.search(text)):
        return None
    return UNDECODABLE_TEXT if found[0] == UNDECODABLE else HALF


def why_doubtful(text: str) -> str | None:
    """What is to be said about a text that is used all the same."""
    if text.isascii():
        return None
    if REPLACEMENT in text:
        return REPLACED
    return GARBLED if looks_garbled(text) else None


@dataclass
class Assembly:
    """The used rows while they are being gathered, and the account of the others."""

    received: int = 0
    ids: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    respondents: list[str] = field(default_factory=list)
    groups: list[list[str | None]] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    excluded: Ledger = field(default_factory=Ledger)
    failed: Ledger = field(default_factory=Ledger)
    warnings: Ledger = field(default_factory=Ledger)
    uses: tuple[ColumnUse, ...] = ()


def assemble(
    table: Table, choice: Choice, limits: Limits, told: Position | None = None
) -> tuple[Assembly, Records]:
    """Every row of the table, gathered by what the columns were chosen for."""
    assembly = Assembly(uses=choice.uses, groups=[[] for _ in choice.groups])
    _gather(assembly, table, choice, limits, told)
    if choice.id is None:
        assembly.ids = [str(row) for row in assembly.rows]
    else:
        _settle_ids(assembly, table)
    _warn_of_doubts(assembly, table)
    days = _settle_dates(assembly, choice)
    names = [table.names[at] for at in choice.groups]
    records = Records(
        ids=assembly.ids,
        rows=assembly.rows,
        places=NumberedPlaces(table.word, assembly.rows),
        texts=assembly.texts,
        respondents=assembly.respondents if choice.respondent is not None else None,
        groups=dict(zip(names, assembly.groups, strict=True)),
        dates=days,
    )
    return assembly, records


def _gather(assembly: Assembly, table: Table, choice: Choice, limits: Limits, told: Position | None) -> None:
    own = _respondent_of(assembly, table.word)
    at_text, at_id, at_person, at_date = choice.text, choice.id, choice.respondent, choice.date
    short = [at for at in (at_id, at_person, at_date, *choice.groups) if at is not None]
    grouped = list(zip(assembly.groups, choice.groups, strict=True))
    spotless, most_chars = table.spotless, limits.cell_chars
    same: dict[str, str] = {}  # one object for each distinct short value, however many rows have it
    for row, cells in table.rows(told):
        assembly.received += 1
        if isinstance(cells, str):
            assembly.failed.add(cells, row)
            continue
        if not cells:
            assembly.excluded.add(EMPTY_ROW, row)
            continue
        text = cells[at_text]
        if spotless and len(text) <= most_chars:
            broken = None
        else:
            broken = why_broken(text, limits) or _why_unusable(cells, short)
        if broken:
            assembly.failed.add(broken, row)
            continue
        unsaid = why_not_said(text)
        if unsaid:
            assembly.excluded.add(unsaid, row)
            continue
        assembly.rows.append(row)
        assembly.texts.append(text)
        if at_id is not None:
            assembly.ids.append(cells[at_id].strip())
        if at_person is not None:
            person = cells[at_person].strip()
            assembly.respondents.append(same.setdefault(person, person) or own(row))
        if at_date is not None:
            assembly.dates.append(same.setdefault(cells[at_date], cells[at_date]))
        for values, at in grouped:
            value = cells[at].strip()
            values.append(same.setdefault(value, value) or None)


def _why_unusable(cells: list[str], short: list[int]) -> str | None:
    """A damaged id, respondent, group or date would be counted as somebody or something else."""
    for at in short:
        cell = cells[at]
        if "\0" in cell:
            return NUL.replace("the text", "a cell")
        if not cell.isascii() and _SURROGATE.search(cell):
            return UNDECODABLE_TEXT
    return None


def _respondent_of(assembly: Assembly, word: str) -> Callable[[int], str]:
    def own(row: int) -> str:
        assembly.warnings.add("the respondent is not given; counted as one more", row)
        return f"{word} {row}"

    return own


def _settle_ids(assembly: Assembly, table: Table) -> None:
    """Later rows with an id already used fail; a column in which that is common is no id."""
    use = next(use for use in assembly.uses if use.role == "id")
    first: dict[str, int] = {}
    repeats: list[int] = []
    for at, (name, row) in enumerate(zip(assembly.ids, assembly.rows, strict=True)):
        if not name:
            assembly.ids[at] = name = f"{table.word} {row}"
            assembly.warnings.add("the id is not given; the place in the file serves instead", row)
        if first.setdefault(name, row) != row:
            repeats.append(at)
    if len(repeats) > MOST_REPEATS * len(assembly.ids):
        if not use.guessed:
            raise Unusable(
                f"The column “{use.column}” repeats its values in {counted(len(repeats), table.word)} of "
                f"{len(assembly.ids):,}, so it does not tell them apart. "
                f"If it names people, use --respondent “{use.column}” instead of --id."
            )
        assembly.uses = tuple(other for other in assembly.uses if other is not use)
        assembly.ids = [str(row) for row in assembly.rows]
        return
    for n, at in enumerate(repeats):
        earlier = (
            f"{table.word} {first[assembly.ids[at]]}" if n < _NAMED_REPEATS else f"an earlier {table.word}"
        )
        which = f"the id {assembly.ids[at]}" if n < _NAMED_REPEATS else "the id"
        assembly.failed.add(f"{which} was already used in {earlier}", assembly.rows[at])
    _drop(assembly, set(repeats))


def _drop(assembly: Assembly, positions: set[int]) -> None:
    if not positions:
        return
    for texts in (assembly.ids, assembly.texts, assembly.respondents, assembly.dates):
        texts[:] = _without(texts, positions)
    assembly.rows[:] = _without(assembly.rows, positions)
    for values in assembly.groups:
        values[:] = _without(values, positions)


def _without(values: list[_Value], positions: set[int]) -> list[_Value]:
    return [value for at, value in enumerate(values) if at not in positions]


def _warn_of_doubts(assembly: Assembly, table: Table) -> None:
    if table.mended:
        assembly.warnings.add_all(MENDED, [row for row in assembly.rows if row in table.mended])
    for row, text in zip(assembly.rows, assembly.texts, strict=True):
        doubt = why_doubtful(text)
        if doubt:
            assembly.warnings.add(doubt, row)


def _settle_dates(assembly: Assembly, choice: Choice) -> list[date | None] | None:
    if choice.date is None:
        return None
    days = read_days(assembly.dates)
    if days.note:
        assembly.uses = tuple(
            ColumnUse(use.role, use.column, use.guessed, f"{use.why} {days.note}")
            if use.role == "date"
            else use
            for use in assembly.uses
        )
    found: list[date | None] = []
    for row, value in zip(assembly.rows, assembly.dates, strict=True):
        day = days.of.get(value)
        found.append(day)
        if day is None and value and not value.isspace():
            assembly.warnings.add(UNREAD_DATE, row)
        elif value in days.assumed:
            assembly.warnings.add(
                "day and month could be the other way round; read as the column's note says", row
            )
    return found
