"""Folders of releases: written whole or not at all, whatever happens in between.

A folder is filled under a hidden name beside its place, forced to the disk, and moved there in one step. While it is
filled it is locked, and a lock dies with its process: so what a killed one left behind is known, and cleared by the
next. A folder that was moved to its place without being entered as a release is replaced by the next of that number.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from django.conf import settings

HIDDEN = re.compile(r"\.(?P<of>.+)-[0-9a-f]{8}")


def releases_folder() -> Path:
    """Where this installation keeps its releases."""
    return Path(settings.REFLECTORY_DIR) / "releases"


def folder_of(key: str) -> Path:
    """The folder of the release of that name."""
    return releases_folder() / key


@contextmanager
def prepared(files: dict[str, bytes], target: Path) -> Iterator[Path]:
    """The files on disk beside the target, under a hidden name, until the block ends; `put_in_place` moves them."""
    target.parent.mkdir(parents=True, exist_ok=True)
    _clear_left_behind(target)
    hidden, handle = _locked_folder_beside(target)
    try:
        for path, made in files.items():
            _write(hidden / _checked(path), made)
        for folder in [hidden, *(one for one in hidden.rglob("*") if one.is_dir())]:
            _sync(folder)
        yield hidden
    finally:
        os.close(handle)
        shutil.rmtree(hidden, ignore_errors=True)


def _locked_folder_beside(target: Path) -> tuple[Path, int]:
    """A new folder under a hidden name, and the lock on it, which lasts as long as this process at most."""
    while True:
        hidden = _hidden_beside(target)
        hidden.mkdir()
        handle = os.open(hidden, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if hidden.is_dir():  # nobody took it for left behind before it was locked
            return hidden, handle
        os.close(handle)


def _clear_left_behind(target: Path) -> None:
    """Removes what killed processes left beside the target; elsewhere than among our releases, only of this name."""
    is_ours = target.parent == releases_folder()
    for left in target.parent.iterdir():
        found = HIDDEN.fullmatch(left.name)
        if found and left.is_dir() and (is_ours or found["of"] == target.name) and not _is_locked(left):
            shutil.rmtree(left, ignore_errors=True)


def _is_locked(folder: Path) -> bool:
    """Whether a living process is at work in the folder."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return True  # its process is just moving it
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(handle)


def clear_unfinished_files(folder: Path) -> None:
    """Removes files that a killed process had written beside those that they were to replace."""
    for path in folder.rglob(".*"):
        if HIDDEN.fullmatch(path.name) and path.is_file():
            path.unlink(missing_ok=True)


def put_in_place(hidden: Path, target: Path) -> None:
    """Moves a prepared folder to its place. One that is there already was never released, and goes."""
    if target.exists():
        gone = _hidden_beside(target)
        os.rename(target, gone)
        os.rename(hidden, target)
        shutil.rmtree(gone, ignore_errors=True)
    else:
        os.rename(hidden, target)
    _sync(target.parent)


def replace_file(path: Path, made: bytes) -> None:
    """Another content for one file, in one step."""
    hidden = _hidden_beside(path)
    _write(hidden, made)
    os.replace(hidden, path)
    _sync(path.parent)


def read_files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path in it. Hidden ones are left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


def _hidden_beside(path: Path) -> Path:
    return path.with_name(f".{path.name}-{secrets.token_hex(4)}")


def _checked(path: str) -> PurePosixPath:
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts:
        raise ValueError(f"a file of a release lies outside it: {path}")
    return pure


def _write(path: Path, made: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(made)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
