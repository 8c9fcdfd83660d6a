"""How well groupings agree with people's labels and with themselves, and what a run costs.

Labels are never shown to a method; they only score it. A text left without a theme has the label -1, and all
such texts count as one cluster, so that leaving texts out is never rewarded. Costs are those of a child
process with all its threads and children. Corpora are in `corpora.py`.
"""

from __future__ import annotations

import os
import resource
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

UNASSIGNED = -1
SUBSAMPLE_SHARE = 0.8
SUBSAMPLE_RUNS = 5


def harmonic_purity(labels: Sequence[object], clusters: ArrayLike) -> float:
    """P1: for each label the best F1 over the clusters, averaged with the labels' sizes as weights.

    F1 of label L and cluster C is 2 |L and C| / (|L| + |C|) (Amigó et al. 2009, "A comparison of extrinsic
    clustering evaluation metrics", section 2, where it is the F measure by class). Worked: labels a a b b,
    clusters 0 0 0 1: best for a is 2*2/(2+3) = .8, best for b is 2*1/(2+1) = .667, and the mean is .733.
    """
    table = _contingency(labels, clusters)
    sizes = table.sum(axis=1)
    f1 = 2 * table / (sizes[:, None] + table.sum(axis=0)[None, :])
    return float((f1.max(axis=1) * sizes).sum() / sizes.sum())


def adjusted_rand(labels: Sequence[object], clusters: ArrayLike) -> float:
    """Adjusted Rand index; texts without a theme are one cluster."""
    return float(adjusted_rand_score(_codes(labels), np.asarray(clusters)))


def mutual_information(labels: Sequence[object], clusters: ArrayLike) -> float:
    """Normalised mutual information (arithmetic mean); texts without a theme are one cluster."""
    return float(normalized_mutual_info_score(_codes(labels), np.asarray(clusters)))


def share_unassigned(clusters: ArrayLike) -> float:
    """The share of texts without a theme."""
    return float(np.mean(np.asarray(clusters) == UNASSIGNED))


def n_themes(clusters: ArrayLike) -> int:
    """The number of themes that have a text; "no theme" is not a theme."""
    found = np.unique(np.asarray(clusters))
    return int((found != UNASSIGNED).sum())


@dataclass(frozen=True)
class LabelF1:
    """The best F1 of each label over the themes, and its two means."""

    per_label: dict[str, float]
    weighted: float
    unweighted: float


def best_f1(label_sets: Sequence[frozenset[str]], says: ArrayLike) -> LabelF1:
    """For each label the best F1 over themes, where `says` is a boolean text × theme matrix.

    A text may be in several themes and have several labels. The weighted mean uses the labels' sizes.
    """
    matrix = np.asarray(says, dtype=np.float64)
    names = sorted(frozenset().union(*label_sets))
    truth = np.array([[name in given for name in names] for given in label_sets], dtype=np.float64)
    sizes = truth.sum(axis=0)
    if matrix.shape[1] == 0:
        best = np.zeros(len(names))
    else:
        both = truth.T @ matrix
        best = (2 * both / (sizes[:, None] + matrix.sum(axis=0)[None, :])).max(axis=1)
    per_label = {name: float(value) for name, value in zip(names, best, strict=True)}
    return LabelF1(per_label, float((best * sizes).sum() / sizes.sum()), float(best.mean()))


def one_theme_matrix(clusters: ArrayLike) -> NDArray[np.bool_]:
    """The boolean text × theme matrix of a grouping that gives each text at most one theme."""
    given = np.asarray(clusters)
    return given[:, None] == np.unique(given[given != UNASSIGNED])[None, :]


def subsamples(n: int, *, seed: int = 0, runs: int = SUBSAMPLE_RUNS) -> list[NDArray[np.int64]]:
    """The rows of each of `runs` seeded subsamples of `SUBSAMPLE_SHARE` of `n` texts, in ascending order."""
    rng = np.random.default_rng(seed)
    size = round(SUBSAMPLE_SHARE * n)
    return [np.sort(rng.choice(n, size=size, replace=False)).astype(np.int64) for _ in range(runs)]


def agreement(rows: Sequence[NDArray[np.int64]], clusters: Sequence[ArrayLike]) -> float:
    """Mean adjusted Rand index over all pairs of subsamples, each on the texts that both have."""
    scores = []
    for (rows_a, found_a), (rows_b, found_b) in combinations(zip(rows, clusters, strict=True), 2):
        _, at_a, at_b = np.intersect1d(rows_a, rows_b, assume_unique=True, return_indices=True)
        scores.append(adjusted_rand_score(np.asarray(found_a)[at_a], np.asarray(found_b)[at_b]))
    return float(np.mean(scores))


def subsample_agreement(fit: Callable[[NDArray[np.int64]], ArrayLike], n: int, *, seed: int = 0) -> float:
    """How far a method agrees with itself: `fit` is called anew for the rows of each subsample."""
    rows = subsamples(n, seed=seed)
    return agreement(rows, [fit(chosen) for chosen in rows])


@dataclass(frozen=True)
class Cost:
    """What a child process took: its own threads and the children it waited for included."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    exit_code: int


def run_measured(
    command: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    log: Path | None = None,
    cores: int | None = None,
) -> Cost:
    """Run `command`, on at most `cores` cores, and say what it cost; its output goes to `log`, or nowhere.

    Peak memory is the resident memory summed over the process and its descendants, looked at twenty times a
    second, or that of the largest process where that was more. Pages that children share are counted once for
    each, so it errs on the high side.
    """
    started = time.perf_counter()
    with (log or Path(os.devnull)).open("ab") as out:
        process = subprocess.Popen(
            list(command),
            env=dict(env) if env else None,
            cwd=cwd,
            stdout=out,
            stderr=out,
            preexec_fn=None if cores is None else partial(_keep_to, cores),
        )
        tree = _TreeMemory(process.pid)
        tree.start()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        # What the kernel reports begins at this process's own peak: a child starts as its copy.
        own_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        peak_kb = max(tree.stop(), usage.ru_maxrss if usage.ru_maxrss > own_kb else 0)
    wall = time.perf_counter() - started
    return Cost(wall, usage.ru_utime + usage.ru_stime, peak_kb / 1024, process.returncode)


def _keep_to(cores: int) -> None:
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])


class _TreeMemory(threading.Thread):
    """Watches the resident memory of a process and its descendants, in kilobytes."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.peak_kb = 0
        self._done = threading.Event()

    def run(self) -> None:
        while not self._done.wait(0.05):
            self.peak_kb = max(self.peak_kb, sum(_resident_kb(pid) for pid in _tree(self.pid)))

    def stop(self) -> int:
        self._done.set()
        self.join()
        return self.peak_kb


def _tree(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found.extend(int(child) for child in task.read_text().split())
            except OSError:
                continue
    return found


def _resident_kb(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * (os.sysconf("SC_PAGE_SIZE") // 1024)


def _codes(labels: Sequence[object]) -> NDArray[np.int64]:
    return np.unique(np.asarray(labels, dtype=str), return_inverse=True)[1].astype(np.int64)


def _contingency(labels: Sequence[object], clusters: ArrayLike) -> NDArray[np.float64]:
    rows = _codes(labels)
    columns = np.unique(np.asarray(clusters), return_inverse=True)[1]
    table = np.zeros((rows.max() + 1, columns.max() + 1))
    np.add.at(table, (rows, columns), 1)
    return table
