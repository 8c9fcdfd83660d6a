"""What every method is handed, and what it hands back: plain files, as each runs in a process of its own.

A job is a folder with `texts.json`, `subsamples.npz` and, once ours has run, `embeddings.npy`. A result is
one `.npz` with the labels of the full run and of each subsample, by level. See `scoring.py` for what is made
of them.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.corpora import Labelled
from bench.measures import subsamples

WARM_UP_TEXTS = 200
"""Every method first runs on this many texts, unmeasured: loading and compiling are not what is compared."""


@dataclass(frozen=True)
class Job:
    """The texts of one corpus, the label sets that score them, and the rows of the subsamples."""

    folder: Path
    texts: tuple[str, ...]
    scored_by: tuple[Labelled, ...]
    rows: tuple[NDArray[np.int64], ...]

    @property
    def name(self) -> str:
        return self.scored_by[0].name

    @property
    def embeddings_path(self) -> Path:
        return self.folder / "embeddings.npy"

    def fingerprint(self, *more: object, embeddings: bool) -> str:
        """A name for all that a result depends on: a rival is run again only where something changed."""
        digest = hashlib.blake2b(digest_size=8)
        digest.update("\x00".join(self.texts).encode())
        digest.update(self.embeddings_path.read_bytes() if embeddings else b"")
        digest.update(repr((len(self.rows), more)).encode())
        return digest.hexdigest()


@dataclass(frozen=True)
class Level:
    """One grouping: the theme of each text (-1 for none) in the full run and in each subsample.

    `says` is the boolean text × theme matrix where a text may have several themes.
    """

    labels: NDArray[np.int64]
    subsampled: tuple[NDArray[np.int64], ...]
    says: NDArray[np.bool_] | None = None


@dataclass(frozen=True)
class Result:
    """What a method found, by level, and the CPU seconds of its full run and of making embeddings in it."""

    levels: dict[str, Level]
    cpu_s: float
    embed_cpu_s: float
    peak_mb: float


def prepare(folder: Path, scored_by: tuple[Labelled, ...], *, n_subsamples: int) -> Job:
    """Write the job's files for corpora that share their texts."""
    texts = scored_by[0].texts
    rows = tuple(subsamples(len(texts), runs=n_subsamples))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    np.savez(folder / "subsamples.npz", **{str(i): chosen for i, chosen in enumerate(rows)})
    return Job(folder, texts, scored_by, rows)


def read_result(path: Path) -> Result:
    """What a worker wrote: arrays `<level>/full`, `<level>/says`, `<level>/<number>`, and the costs."""
    with np.load(path) as held:
        arrays = {name: held[name] for name in held.files}
    names = dict.fromkeys(name.split("/")[0] for name in arrays if name.endswith("/full"))
    levels = {}
    for name in names:
        numbers = sorted(int(key.split("/")[1]) for key in arrays if _is_subsample(key, name))
        subsampled = tuple(arrays[f"{name}/{number}"] for number in numbers)
        levels[name] = Level(arrays[f"{name}/full"], subsampled, arrays.get(f"{name}/says"))
    costs = {name: float(arrays[name]) for name in ("cpu_s", "embed_cpu_s", "peak_mb")}
    return Result(levels, **costs)


def _is_subsample(key: str, level: str) -> bool:
    name, _, part = key.partition("/")
    return name == level and part.isdigit()
