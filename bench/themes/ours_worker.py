"""Runs ours on one job, in its own process: `python -m bench.themes.ours_worker JOB MODULE:FUNCTION RESULT`.

The same order as for the rivals: a warm-up, the full run (measured), then each subsample anew. The
embeddings of whole texts are kept for the rivals. What "ours" is, is in `ours.py`.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.themes.job import WARM_UP_TEXTS


@dataclass(frozen=True)
class Found:
    """The main theme of each text by level (-1 for none), all its themes, and how to embed whole texts."""

    labels: dict[str, NDArray[np.int64]]
    says: dict[str, NDArray[np.bool_]]
    embed: Callable[[], NDArray[np.float32]]
    embedder: object | None = None


Ours = Callable[..., Found]
"""Called with texts, and again for each subsample with texts and the embedder of the full run."""


def main(job: Path, where: str, out: Path) -> None:
    """Fit on everything, then on each subsample, and write the result and `embeddings.npy`."""
    module, _, function = where.partition(":")
    ours: Ours = getattr(importlib.import_module(module), function)
    texts: list[str] = json.loads((job / "texts.json").read_text(encoding="utf-8"))
    ours(texts[:WARM_UP_TEXTS])
    started = time.process_time()
    found = ours(texts)
    cpu_s = time.process_time() - started
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    started = time.process_time()
    embeddings = found.embed()
    embed_cpu_s = time.process_time() - started
    arrays: dict[str, object] = {"cpu_s": cpu_s, "embed_cpu_s": embed_cpu_s, "peak_mb": peak_mb}
    for level, labels in found.labels.items():
        arrays[f"{level}/full"] = labels
        arrays[f"{level}/says"] = found.says[level]
    with np.load(job / "subsamples.npz") as subsamples:
        for number in subsamples.files:
            again = ours([texts[i] for i in subsamples[number]], found.embedder)
            arrays |= {f"{level}/{number}": labels for level, labels in again.labels.items()}
    np.save(job / "embeddings.npy", embeddings)
    np.savez(out, **arrays)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
