"""Work on several threads with the answer of one.

Each piece of work runs with a single BLAS thread, because sums in another order differ in the last bit and a
theme can hang on it. The number of workers changes how long it takes and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from threadpoolctl import threadpool_limits

Item = TypeVar("Item")
Result = TypeVar("Result")
Map = Callable[[Callable[[Item], Result], Iterable[Item]], Iterable[Result]]


def n_workers() -> int:
    """How many threads this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Inside, every BLAS call of the process runs on one thread."""
    with threadpool_limits(limits=1):
        yield


def in_threads(work: Callable[[Item], Result], items: Iterable[Item], *, workers: int | None = None) -> list[Result]:
    """The results in the order of the items. The first error is raised."""
    with ThreadPoolExecutor(max_workers=workers or n_workers()) as pool:
        return list(pool.map(work, items))
