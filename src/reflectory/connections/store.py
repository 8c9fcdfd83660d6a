"""Arrays kept under a key, so that work that was interrupted can go on where it stopped.

A `Store` is a folder that may be deleted at any time: what is missing is worked out again. It keeps no texts,
only numbers under a digest of what they were made from.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
import zipfile
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

Arrays = dict[str, NDArray[np.generic]]

_KEY = re.compile(r"[0-9a-f]{8,128}")
_MARK = 20  # bytes at the end of a file: the digest of all before, which readers of .npz pass over


def digest(*parts: str | bytes) -> str:
    """Forty hexadecimal digits that stand for these parts in this order.

    >>> digest("ab", "c") == digest("a", "bc")
    False
    """
    total = blake2b(digest_size=20)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "little"))
        total.update(data)
    return total.hexdigest()


class Store:
    """A folder with one .npz per key. Several processes may use it at the same time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> Arrays | None:
        """What was put under the key; None where there is nothing, or nothing whole."""
        try:
            data = self._path(key).read_bytes()
        except OSError:
            return None
        if _mark(data[:-_MARK]) != data[-_MARK:]:
            return None
        with np.load(io.BytesIO(data[:-_MARK]), allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}

    def put(self, key: str, arrays: Arrays) -> None:
        """Keeps the arrays. They are there whole or not at all, whenever the process is killed."""
        path = self._path(key)
        data = _packed(arrays)
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f"{key}.", suffix=".part", dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data + _mark(data))
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"{key!r} is not a key: it takes 8 to 128 hexadecimal digits")
        return self._folder / f"{key}.npz"


def _packed(arrays: Arrays) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, array in arrays.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                npy.write_array(member, np.asarray(array), allow_pickle=False)
    return held.getvalue()


def _mark(data: bytes) -> bytes:
    return blake2b(data, digest_size=_MARK).digest()
