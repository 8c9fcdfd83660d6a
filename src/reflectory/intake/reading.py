"""Reading whatever a person has: a table, a document or a folder of them.

`read` finds out what the path is and hands it to the reader of that format. What all readers promise: texts
verbatim, every row accounted for, limits kept, and `Unusable` with a sentence where nothing can be done.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from reflectory.intake.accounting import Limits, Progress, Unusable, counted, listed
from reflectory.intake.archive import check_office_archive
from reflectory.intake.assembling import Assembly, assemble
from reflectory.intake.child import Child
from reflectory.intake.columns import choose
from reflectory.intake.delimited import DelimitedTable, sniff
from reflectory.intake.encodings import Detector, Encoding
from reflectory.intake.folder import DOCUMENTS, read_document, read_folder
from reflectory.intake.jsonl import JsonLines
from reflectory.intake.profiles import Profile
from reflectory.intake.records import Reading
from reflectory.intake.sampling import Sample
from reflectory.intake.tables import Position, Table
from reflectory.intake.workbook import SpooledTable

_PIECE = 1 << 20
_FORMATS = {
    ".csv": "CSV",
    ".tsv": "TSV",
    ".tab": "TSV",
    ".xlsx": "XLSX",
    ".xlsm": "XLSX",
    ".jsonl": "JSONL",
    ".ndjson": "JSONL",
    ".parquet": "Parquet",
}
_READ = (
    ".csv, .tsv, .xlsx, .jsonl, .parquet, .txt, .md, .docx, .vtt and .srt files, and folders of the last five"
)
_INSTEAD = {
    ".xls": "Open it and save it as .xlsx.",
    ".ods": "Open it and save it as .xlsx or .csv.",
    ".numbers": "Open it and export it as .xlsx or .csv.",
    ".doc": "Open it and save it as .docx.",
    ".odt": "Open it and save it as .docx.",
    ".rtf": "Open it and save it as .docx.",
    ".pdf": "Copy its text into a .txt or .docx file.",
    ".json": "Write it as .jsonl, one JSON object per line.",
    ".zip": "Unpack it and give the folder.",
}


@dataclass(frozen=True)
class _Opened:
    table: Table
    encoding: Encoding | None
    notes: tuple[str, ...]


def read(
    path: Path,
    *,
    text: str | None = None,
    id: str | None = None,
    respondent: str | None = None,
    groups: Sequence[str] = (),
    date: str | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Reading:
    """What people said in a file or folder, each row accounted for.

    Columns are named exactly, in other case, or by number from 1; those not named are guessed. `progress` is
    told how much is done and of how much, in units that only make sense together.
    """
    limits = limits or Limits()
    kind = _kind(path)
    try:
        if kind in {"folder", "document"}:
            _no_columns({"--text": text, "--id": id, "--respondent": respondent, "--date": date})
            reader = read_folder if kind == "folder" else read_document
            return reader(path, groups, limits, progress)
        with ExitStack() as stack:
            return _read_table(
                path,
                stack,
                limits,
                progress,
                text=text,
                id=id,
                respondent=respondent,
                groups=groups,
                date=date,
            )
    except OSError as error:
        raise Unusable(
            f"{path.name} cannot be read ({error.strerror}). Check its name and your rights to it."
        ) from error


def _kind(path: Path) -> str:
    if not path.exists():
        raise Unusable(f"There is no file {path}. Check the name and the folder.")
    if path.is_dir():
        return "folder"
    if not path.is_file():
        raise Unusable(f"{path} is neither a file nor a folder. Give one of them.")
    if path.stat().st_size == 0:
        raise Unusable(f"{path.name} is empty. Give a file with what people said.")
    suffix = path.suffix.lower()
    if suffix in DOCUMENTS:
        return "document"
    if suffix in _FORMATS:
        return "table"
    instead = _INSTEAD.get(suffix, "Export the answers in one of these.")
    raise Unusable(f"{path.name} is of a kind that is not read. {instead} Read are {_READ}.")


def _no_columns(options: dict[str, str | None]) -> None:
    given = [option for option, value in options.items() if value is not None]
    if given:
        raise Unusable(
            f"Notes and transcripts have no columns, so {listed(given)} cannot be used. Leave it out."
        )


def _read_table(
    path: Path,
    stack: ExitStack,
    limits: Limits,
    progress: Progress | None,
    *,
    text: str | None,
    id: str | None,
    respondent: str | None,
    groups: Sequence[str],
    date: str | None,
) -> Reading:
    n_bytes = path.stat().st_size
    told = _in_passes(progress, n_bytes, 4)
    digest, detector = _survey(path, told(0))
    opened = _open(path, detector, stack, limits)
    table = opened.table
    sample = Sample(table, told(2))
    if not sample.n_whole:
        raise Unusable(_no_rows(path, table, sample))
    profiles = [
        Profile(at, name, cells)
        for at, (name, cells) in enumerate(zip(table.names, sample.columns, strict=True))
    ]
    choice = choose(
        profiles, text=text, id=id, respondent=respondent, groups=groups, date=date, source=path.name
    )
    last = told(3)
    assembly, records = assemble(table, choice, limits, last)
    if last is not None:
        last(n_bytes)
    if not records.texts:
        raise Unusable(_nothing_said(path, table.names[choice.text], assembly))
    return Reading(
        records=records,
        format=_FORMATS[path.suffix.lower()],
        encoding=opened.encoding.name if opened.encoding else None,
        encoding_note=opened.encoding.note if opened.encoding else "",
        sha256=digest,
        n_bytes=n_bytes,
        columns=assembly.uses,
        received=assembly.received,
        excluded=assembly.excluded.reasons(table.word),
        failed=assembly.failed.reasons(table.word),
        warnings=assembly.warnings.reasons(table.word),
        notes=opened.notes,
    )


def _in_passes(progress: Progress | None, n_bytes: int, n_passes: int) -> Callable[[int], Position | None]:
    """Progress over several walks through one file: the n-th begins where the one before it ended."""

    def of_pass(n: int) -> Position | None:
        if progress is None:
            return None
        return lambda at: progress(n * n_bytes + min(at, n_bytes), n_passes * n_bytes)

    return of_pass


def _survey(path: Path, told: Position | None) -> tuple[str, Detector]:
    """The checksum of a file and what its bytes look like, in one walk."""
    digest = hashlib.sha256()
    detector = Detector()
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
            detector.feed(piece)
            if told is not None:
                told(detector.n_bytes)
    return digest.hexdigest(), detector


def _open(path: Path, detector: Detector, stack: ExitStack, limits: Limits) -> _Opened:
    form = _FORMATS[path.suffix.lower()]
    if form == "XLSX":
        check_office_archive(path, limits, name=path.name, part="xl/workbook.xml", modern=".xlsx")
        table = SpooledTable(stack.enter_context(Child(limits)).ask("workbook", path, path.name))
        return _Opened(table, None, table.notes)
    if form == "Parquet":
        table = SpooledTable(stack.enter_context(Child(limits)).ask("parquet", path, path.name))
        return _Opened(table, None, table.notes)
    encoding = detector.result(path.name)
    if form == "JSONL":
        return _Opened(JsonLines(path, encoding, limits), encoding, ())
    dialect = sniff(path, encoding, limits)
    return _Opened(DelimitedTable(path, encoding, dialect, limits), encoding, (dialect.in_words(),))


def _no_rows(path: Path, table: Table, sample: Sample) -> str:
    if sample.n_rows:
        return (
            f"No {table.word} of {path.name} has the cells that its header names: {listed(table.names, 12)}. "
            "Check how the cells are separated, and export the file again."
        )
    names = listed(table.names, 12)
    return f"{path.name} has a header ({names}) and no rows beneath it. Give a file with answers."


def _nothing_said(path: Path, column: str, assembly: Assembly) -> str:
    reasons = [*assembly.failed.reasons(), *assembly.excluded.reasons()]
    most = sorted(reasons, key=lambda reason: -len(reason.rows))
    said = listed([f"{reason.reason} ({counted(len(reason.rows), 'row')})" for reason in most], 3)
    return (
        f"No row of {path.name} has words to use in the column “{column}”: {said}. "
        "Name another column with --text, or give another file."
    )
