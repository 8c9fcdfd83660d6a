"""Files that people send with an answer: what kind they are by their bytes, whether they are kept, and where.

Nothing here opens a file further than to see what it is. A kept file is never shown in a page: it is handed to
those who may read the answer, as an attachment. Anonymous asks take none, since a file tells who made it.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.base import File
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from reflectory.core.refusal import Refused
from reflectory.intake.accounting import Limits, Unusable
from reflectory.intake.archive import check_office_archive
from reflectory.listening.models import Ask, Upload
from reflectory.listening.posted import clean

MOST_BYTES = 25 * 1024 * 1024
MOST_FILES = 10  # with one question
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "txt": "text/plain",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "heic": "image/heic",
}
_ENDINGS = {"jpeg": (".jpg", ".jpeg"), "heic": (".heic", ".heif")}
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
# What holds them together is a zip archive; the part that tells which one it is.
_OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "odt": "content.xml"}
_LIMITS = Limits(archive_bytes=300_000_000, archive_ratio=100.0)
_NOT_TEXT = bytes(set(range(32)) - {9, 10, 12, 13, 27})


class BoundedUploads(TemporaryFileUploadHandler):
    """Takes files to the disk as far as they may be large. What is larger is passed over, and named in `too_big`."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.too_big: list[tuple[str, str]] = []
        self._n_bytes = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begins to count."""
        self._n_bytes = 0
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Writes on until it is too much."""
        self._n_bytes += len(raw_data)
        if self._n_bytes > MOST_BYTES:
            self.too_big.append((str(self.field_name), str(self.file_name)))
            self.file.close()
            raise SkipFile
        super().receive_data_chunk(raw_data, start)


def path_of(upload: Upload) -> Path:
    """Where its bytes lie."""
    return _folder(upload.ask_id) / str(upload.pk)


def keep(*, ask: Ask, client_uuid: UUID, question: str, file: File[bytes], name: str) -> Upload:
    """The file as it is kept, or `Refused` with what is wrong with it. The same file sent twice is kept once."""
    said = _plain_name(name)
    if ask.is_anonymous:
        raise Refused(
            _("Files are not taken here: a file tells who made it, and nobody may know who answers.")
        )
    mine = Upload.objects.filter(ask=ask, client_uuid=client_uuid, question=question)
    digest, n_bytes = hashlib.sha256(), 0
    folder = _folder(ask.pk)
    folder.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, prefix=".", delete=False) as kept:
        path = Path(kept.name)
        try:
            for chunk in file.chunks():
                n_bytes += len(chunk)
                if n_bytes > MOST_BYTES:
                    raise Refused(too_big(said))
                digest.update(chunk)
                kept.write(chunk)
            kept.flush()
            os.fsync(kept.fileno())
            if not n_bytes:
                raise Refused(_("“%(name)s” is empty. Choose it once more.") % {"name": said})
            kind = kind_of(path, said)
            there = mine.filter(sha256=digest.hexdigest()).first()
            if there is not None:
                return there
            if mine.count() >= MOST_FILES:
                raise Refused(_("There is room for %(n)s files here.") % {"n": MOST_FILES})
            made = uuid4()
            path.rename(folder / str(made))
            return Upload.objects.create(
                pk=made, ask=ask, identity=ask.identity, client_uuid=client_uuid, question=question,
                name=_named(said, kind), kind=kind, n_bytes=n_bytes, sha256=digest.hexdigest(),
                received_at=timezone.now(),
            )  # fmt: skip
        finally:
            path.unlink(missing_ok=True)


def too_big(name: str) -> str:
    """What is said of a file that is larger than is taken."""
    return _("“%(name)s” is larger than 25 MB. Send a smaller one, or send it in parts.") % {"name": name}


def remove(uploads: Iterable[Upload]) -> None:
    """Deletes these files, rows first, so that no row is left whose bytes are gone."""
    gone = list(uploads)
    Upload.objects.filter(pk__in=[one.pk for one in gone]).delete()
    for one in gone:
        transaction.on_commit(partial(path_of(one).unlink, missing_ok=True))


def labels(ask: Ask, client_uuid: UUID) -> dict[str, str]:
    """The files of an answer by id, each with name and size, for its writer's page."""
    mine = Upload.objects.filter(ask=ask, client_uuid=client_uuid)
    return {str(one.pk): f"{one.name} ({filesizeformat(one.n_bytes)})" for one in mine}


def kind_of(path: Path, name: str) -> str:
    """What a file is by its bytes; `Refused` in words where it is nothing that is taken."""
    with path.open("rb") as stream:
        head = stream.read(4096)
    found = _by_first_bytes(head)
    if found == "zip":
        return _office(path, name)
    if found:
        return found
    if _is_text(path):
        return "csv" if name.lower().endswith(".csv") else "txt"
    raise Refused(
        _(
            "“%(name)s” is, inside, no kind of file that is taken here, whatever its name says. Send a PDF, a Word, "
            "OpenDocument or Excel file, a CSV, a text or a picture."
        )
        % {"name": name}
    )


def _by_first_bytes(head: bytes) -> str:
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        return "heic"
    return "zip" if head.startswith(b"PK\x03\x04") else ""


def _office(path: Path, name: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = set(archive.namelist()) if len(archive.infolist()) <= _LIMITS.archive_entries else set()
        kind = next((kind for kind, part in _OFFICE.items() if part in parts), "")
        if kind:
            check_office_archive(path, _LIMITS, name=name, part=_OFFICE[kind], modern=f".{kind}")
            return kind
    except (zipfile.BadZipFile, Unusable, ValueError, OSError, NotImplementedError):
        pass
    raise Refused(
        _(
            "“%(name)s” is an archive that is not opened here: it is broken, locked, or would unpack to far more than "
            "it shows. Send the document itself."
        )
        % {"name": name}
    )


def _is_text(path: Path) -> bool:
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not content.translate(None, bytes(set(range(256)) - set(_NOT_TEXT)))


def _plain_name(name: str) -> str:
    """The name alone, without a folder and without what is no letter."""
    last = clean(name).replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable()).strip()[-150:] or _("file")


def _named(name: str, kind: str) -> str:
    """With the ending of what it is, so that nobody opens it as something else."""
    return name if name.lower().endswith(_ENDINGS.get(kind, (f".{kind}",))) else f"{name}.{kind}"


def _folder(ask: int) -> Path:
    return Path(settings.REFLECTORY_DIR) / "uploads" / str(ask)
