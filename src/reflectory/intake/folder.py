"""A folder of notes and transcripts, or one such file, as records.

A document without speakers is one record; a transcript is one record for each turn. Files of other kinds are
received and excluded, each with its reason, and a file that cannot be read fails alone. Dates come from file
names only: the day on which a file was copied says nothing about the day on which somebody spoke.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from pathlib import Path

from reflectory.intake.accounting import Limits, Progress, Unusable, counted, listed
from reflectory.intake.archive import check_office_archive
from reflectory.intake.child import Child, lines_of
from reflectory.intake.dates import day_in_name
from reflectory.intake.documents import Block
from reflectory.intake.encodings import Encoding, decode, detect
from reflectory.intake.gathering import Gathered, Source, place_of
from reflectory.intake.records import Reading
from reflectory.intake.transcripts import Talk, Turn, turns_of

DOCUMENTS = (".txt", ".md", ".docx", ".vtt", ".srt")
TABLES = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".jsonl", ".ndjson", ".parquet")
PREAMBLE = "before anybody speaks (title, names, date)"
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


def read_folder(root: Path, groups: Sequence[str], limits: Limits, progress: Progress | None) -> Reading:
    """All that is in a folder and its folders, in order of name."""
    files = _files(root, limits)
    if not any(_why_left_out(root / name) is None for name in files):
        raise Unusable(_nothing_to_read(root, files))
    gathered = Gathered()
    digest = hashlib.sha256()
    n_bytes = 0
    with Child(limits) as child:
        for n, name in enumerate(files):
            n_bytes += _digest(root / name, name, digest)
            _read_one(gathered, root / name, name, limits, child)
            if progress is not None:
                progress(n + 1, len(files))
    if not gathered.texts:
        raise Unusable(
            f"None of the {counted(len(files), 'file')} in {root.name} holds words that could be used: "
            f"{listed([sentence.rstrip('.') for sentence in gathered.sentences()], 4)}. "
            "Give the folder with what people said."
        )
    _check_groups(groups, folders=any(gathered.folders))
    return gathered.reading("folder of notes", digest.hexdigest(), n_bytes, group_named=bool(groups))


def read_document(path: Path, groups: Sequence[str], limits: Limits, progress: Progress | None) -> Reading:
    """One note or one transcript."""
    _check_groups(groups, folders=False)
    gathered = Gathered()
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            digest.update(piece)
    with Child(limits) as child:
        _read_one(gathered, path, path.name, limits, child)
    if progress is not None:
        progress(1, 1)
    if not gathered.texts:
        sentence = gathered.sentences()[0]
        if not sentence.startswith(path.name):
            sentence = f"{path.name} cannot be used: {sentence}. Give a file with what people said."
        raise Unusable(sentence)
    kind = "transcript" if gathered.n_transcripts else "note"
    return gathered.reading(f"{kind} ({path.suffix.lower()})", digest.hexdigest(), path.stat().st_size)


def _files(root: Path, limits: Limits) -> list[str]:
    """The files beneath a folder, by name with forward slashes, sorted; links to folders are not followed."""
    found: list[str] = []
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        found += [(Path(folder) / name).relative_to(root).as_posix() for name in names]
        if len(found) > limits.folder_files:
            most = f"{limits.folder_files:,}"
            raise Unusable(f"{root.name} holds more than {most} files. Give the folder with the notes alone.")
    return sorted(found)


def _nothing_to_read(root: Path, files: list[str]) -> str:
    if not files:
        return f"The folder {root.name} is empty. Give a folder with {listed(DOCUMENTS)} files, or one table."
    tables = [name for name in files if Path(name).suffix.lower() in TABLES]
    if tables:
        return f"The folder {root.name} has no notes, but tables. Give one by itself: {listed(tables, 5)}."
    return (
        f"The folder {root.name} has no file that is read; it has {listed(files, 5)}. "
        f"Give a folder with {listed(DOCUMENTS)} files."
    )


def _digest(path: Path, name: str, digest: hashlib._Hash) -> int:
    """Adds a file's name and bytes, each after its length, so that no two folders give the same bytes."""
    encoded = name.encode("utf-8", "surrogateescape")
    digest.update(len(encoded).to_bytes(8, "big") + encoded)
    if path.is_symlink() or not path.is_file():
        digest.update((0).to_bytes(8, "big"))
        return 0
    size = path.stat().st_size
    digest.update(size.to_bytes(8, "big"))
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            digest.update(piece)
    return size


def _why_left_out(path: Path) -> str | None:
    if path.is_symlink():
        return "a link to another file is not followed"
    if path.name.startswith((".", "~$")) or path.name in {"Thumbs.db", "desktop.ini"}:
        return "a hidden file of a program is not read"
    suffix = path.suffix.lower()
    if suffix in TABLES:
        return f"a table ({suffix}) in a folder of notes is not read; give it by itself"
    if suffix not in DOCUMENTS:
        return (
            f"a {suffix} file is not read" if suffix else "a file without an ending in its name is not read"
        )
    return None


def _read_one(gathered: Gathered, path: Path, name: str, limits: Limits, child: Child) -> None:
    left_out = _why_left_out(path)
    if left_out:
        gathered.exclude(left_out, name)
        return
    try:
        talk = _talk(gathered, path, name, limits, child)
    except Unusable as error:
        gathered.fail(str(error), name)
        return
    except OSError as error:
        gathered.fail(f"{name} cannot be opened ({error.strerror}). Check your rights to it.", name)
        return
    source = Source(name, name.split("/")[0] if "/" in name else None, day_in_name(path.name))
    if talk.preamble is not None:
        gathered.exclude(PREAMBLE, place_of(name, talk.preamble))
    if talk.is_transcript:
        gathered.n_transcripts += 1
        for n, turn in enumerate(talk.turns, start=1):
            gathered.take(turn, source, f"{name}#{n}", limits)
    else:
        gathered.n_documents += 1
        gathered.take(talk.turns[0], source, name, limits)


def _talk(gathered: Gathered, path: Path, name: str, limits: Limits, child: Child) -> Talk:
    """The turns of one document; of a document without speakers, the whole as one."""
    if path.stat().st_size > limits.document_bytes:
        most = f"{limits.document_bytes / 1e6:,.0f} MB"
        raise Unusable(f"{name} is larger than {most}, too large for a note. Split it.")
    suffix = path.suffix.lower()
    if suffix in {".txt", ".md"}:
        return _plain_talk(gathered, path, name)
    if suffix == ".docx":
        check_office_archive(path, limits, name=name, part="word/document.xml", modern=".docx")
    values = lines_of(child.ask(suffix, path, name))
    if suffix != ".docx":
        gathered.note_encoding(Encoding(**next(values)))
    blocks = [Block(text, place, speaker) for text, place, speaker in values]
    joiner = "\n" if suffix == ".docx" else " "
    return turns_of(blocks, joiner) or _whole(joiner.join(block.text for block in blocks))


def _plain_talk(gathered: Gathered, path: Path, name: str) -> Talk:
    content = path.read_bytes()
    encoding = detect(content, name)
    gathered.note_encoding(encoding)
    text = decode(content, encoding)
    blocks = [Block(line[0], f"line {n}") for n, line in enumerate(_LINES.finditer(text), start=1)]
    return turns_of(blocks, "") or _whole(text)


def _whole(text: str) -> Talk:
    return Talk((Turn(text, "", None),))


def _check_groups(groups: Sequence[str], *, folders: bool) -> None:
    for wanted in groups:
        if wanted.casefold() != "folder" or not folders:
            there = "only “folder”, the first folder that a file is in" if folders else "nothing to group by"
            raise Unusable(f"Notes have no column “{wanted}” for --group; there is {there}. Leave it out.")
