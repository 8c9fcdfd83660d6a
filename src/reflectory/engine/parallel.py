"""Work on several threads with the answer of one.

Each piece of work runs with a single BLAS thread, because sums in another order differ in the last bit and a
theme can hang on it. The number of workers changes how long it takes and nothing else.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from threadpoolctl import threadpool_limits

Item = TypeVar("Item")
Result = TypeVar("Result")
Map = Callable[[Callable[[Item], Result], Iterable[Item]], Iterable[Result]]

_AHEAD = 2  # items made ready for each thread: enough to keep it busy, few enough to hold in memory


def n_workers() -> int:
    """How many threads this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Inside, every BLAS call of the process runs on one thread."""
    with threadpool_limits(limits=1):
        yield


def in_threads(
    work: Callable[[Item], Result], items: Iterable[Item], *, workers: int | None = None
) -> list[Result]:
    """The results in the order of the items, which are taken as needed. The first error is raised."""
    n = workers or n_workers()
    if n == 1:
        return [work(item) for item in items]
    results: list[Result] = []
    waiting: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(max_workers=n) as pool:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > _AHEAD * n:
                results.append(waiting.popleft().result())
        results.extend(future.result() for future in waiting)
    return results
