"""A file between being sent and being brought in: kept for its owner under a random name, for seven days.

Each lies in a folder of its own in the installation, with what was chosen about it and the last plan that was shown.
The file and the plan go as soon as it was brought in; that it was, is remembered until the seven days are over.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings

from reflectory.programmes.imports.plan import Plan, PlannedRow
from reflectory.programmes.imports.planning import Defaults

KEPT_FOR = timedelta(days=7)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,60}")
_ABOUT, _FILE, _ROWS = "about.json", "file", "rows.jsonl"


@dataclass(frozen=True)
class Upload:
    """What is known of a file that was sent. `done` says what came of it, once it was brought in."""

    token: str
    name: str
    account: int
    edition: int
    sent_at: str
    columns: tuple[str, ...]
    mapped: dict[str, str]
    stage: str
    role: str
    on: str
    counts: dict[str, int] = field(default_factory=dict)  # of the last plan
    outcomes: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    digest: str = ""
    done: dict[str, int] | None = None

    @property
    def path(self) -> Path:
        """The file itself."""
        return _folder(self.token) / _FILE

    @property
    def sent(self) -> datetime:
        """When it was sent."""
        return datetime.fromisoformat(self.sent_at)

    @property
    def goes_on(self) -> date:
        """The day on which it is thrown away."""
        return (self.sent + KEPT_FOR).date()

    @property
    def defaults(self) -> Defaults:
        """What counts where a row says nothing."""
        return Defaults(self.stage, self.role, date.fromisoformat(self.on))


def keep(pieces: Iterable[bytes], *, name: str, account: int, edition: int, defaults: Defaults) -> Upload:
    """The file, kept. Whatever is older than seven days goes."""
    throw_old_away()
    token = secrets.token_urlsafe(24)
    folder = _folder(token)
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700)
    with _private(folder / _FILE) as stream:
        for piece in pieces:
            stream.write(piece)
    sent_at = datetime.now(UTC).isoformat(timespec="seconds")
    shown = PurePath(name.replace("\\", "/")).name[:200] or "file"
    upload = Upload(
        token,
        shown,
        account,
        edition,
        sent_at,
        (),
        {},
        defaults.stage,
        defaults.role,
        defaults.on.isoformat(),
    )
    return save(upload)


def save(upload: Upload, **changed: Any) -> Upload:
    """The upload with other values, kept. What was brought in meanwhile stays brought in."""
    path = _folder(upload.token) / _ABOUT
    there = _read(path)
    if there is not None and there.done is not None:
        return there
    upload = replace(upload, **changed)
    made = path.with_suffix(".new")
    with _private(made) as stream:
        stream.write(json.dumps(asdict(upload), ensure_ascii=False).encode("utf-8", "surrogatepass"))
    made.replace(path)
    return upload


def save_plan(upload: Upload, plan: Plan) -> Upload:
    """The upload with what the plan says of each row, so that its pages need not work it out again."""
    with _private(_folder(upload.token) / _ROWS) as stream:
        for row in plan.rows:
            stream.write(json.dumps(asdict(row), ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
    return save(
        upload, counts=plan.counts, outcomes=plan.outcomes, notes=tuple(plan.notes), digest=plan.digest
    )


def rows_of(upload: Upload) -> Iterator[PlannedRow]:
    """What the last plan says of each row."""
    path = _folder(upload.token) / _ROWS
    if not path.exists():
        return
    with path.open(encoding="utf-8", errors="surrogatepass") as stream:
        for line in stream:
            said = json.loads(line)
            yield PlannedRow(
                **{key: tuple(value) if isinstance(value, list) else value for key, value in said.items()}
            )


def find(token: str, account: int | None) -> Upload | None:
    """The upload of that name, for whoever sent it."""
    if account is None or not _TOKEN.fullmatch(token):
        return None
    upload = _read(_folder(token) / _ABOUT)
    return upload if upload is not None and upload.account == account and not _is_old(upload) else None


def waiting(account: int) -> list[Upload]:
    """What this account sent and has not brought in, newest first."""
    found = [_read(path) for path in _root().glob(f"*/{_ABOUT}")]
    theirs = [
        one for one in found if one and one.account == account and one.done is None and not _is_old(one)
    ]
    return sorted(theirs, key=lambda one: one.sent_at, reverse=True)


def finish(upload: Upload, made: dict[str, int]) -> Upload:
    """What came of it is remembered; the file and the plan go."""
    done = save(upload, done=made, notes=(), mapped={}, columns=())
    for name in (_FILE, _ROWS):
        (_folder(upload.token) / name).unlink(missing_ok=True)
    return done


def throw_away(upload: Upload) -> None:
    """Nothing of it is left."""
    shutil.rmtree(_folder(upload.token), ignore_errors=True)


def throw_old_away() -> None:
    """Removes what was sent more than seven days ago."""
    for folder in _root().glob("*"):
        upload = _read(folder / _ABOUT)
        at = upload.sent if upload else datetime.fromtimestamp(folder.stat().st_mtime, UTC)
        if datetime.now(UTC) - at > KEPT_FOR:
            shutil.rmtree(folder, ignore_errors=True)


def _is_old(upload: Upload) -> bool:
    return datetime.now(UTC) - upload.sent > KEPT_FOR


def _root() -> Path:
    return Path(settings.REFLECTORY_DIR) / "uploads"


def _folder(token: str) -> Path:
    return _root() / token


def _private(path: Path) -> Any:
    """The file, open for writing and readable by its owner alone."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _read(path: Path) -> Upload | None:
    try:
        said = json.loads(path.read_text(encoding="utf-8", errors="surrogatepass"))
        return Upload(**{**said, "columns": tuple(said["columns"]), "notes": tuple(said["notes"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None
