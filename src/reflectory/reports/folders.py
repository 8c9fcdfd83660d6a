"""Folders of releases: written whole or not at all, whatever happens in between.

A folder is filled under a hidden name beside its place, forced to the disk, and moved there in one step. What a
killed process leaves behind has a hidden name or is no release in the database; both are cleared by the next.
"""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path, PurePosixPath

from django.conf import settings


def releases_folder() -> Path:
    """Where this installation keeps its releases."""
    return Path(settings.REFLECTORY_DIR) / "releases"


def folder_of(key: str) -> Path:
    """The folder of the release of that name."""
    return releases_folder() / key


def prepare(files: dict[str, bytes], target: Path) -> Path:
    """The files on disk beside the target, under a hidden name; `put_in_place` moves them."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f".{target.name}-*"):
        shutil.rmtree(left, ignore_errors=True)
    hidden = target.parent / f".{target.name}-{secrets.token_hex(4)}"
    for path, made in files.items():
        _write(hidden / _checked(path), made)
    for folder in [hidden, *(one for one in hidden.rglob("*") if one.is_dir())]:
        _sync(folder)
    return hidden


def put_in_place(hidden: Path, target: Path) -> None:
    """Moves a prepared folder to its place. One that is there already was never released, and goes."""
    if target.exists():
        gone = target.parent / f".{target.name}-{secrets.token_hex(4)}"
        os.rename(target, gone)
        os.rename(hidden, target)
        shutil.rmtree(gone, ignore_errors=True)
    else:
        os.rename(hidden, target)
    _sync(target.parent)


def replace_file(path: Path, made: bytes) -> None:
    """Another content for one file, in one step."""
    hidden = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
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
