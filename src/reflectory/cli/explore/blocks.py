"""Assigning blocks of passages with progress, and without doing a block twice after an interruption."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import fields
from typing import Any

import numpy as np

from reflectory.connections.store import Store, digest
from reflectory.engine.assignment import Assigned, Block
from reflectory.engine.parallel import n_workers
from reflectory.engine.themes import Assign, MapBlocks

Told = Callable[[int], None]


def kept_blocks(
    store: Store, fingerprint: Callable[[], str], told: Told, elsewhere: MapBlocks | None
) -> MapBlocks:
    """A way to map blocks that takes finished ones from the store and tells how many passages are done.

    `fingerprint` stands for the model: a block done with another model is done again.
    """

    def work(assign: Assign, blocks: Iterable[Block]) -> Iterator[Assigned]:
        model = fingerprint()
        run = elsewhere or _in_order
        waiting: deque[tuple[str, int, Assigned | None]] = deque()

        def missing() -> Iterator[Block]:
            for block in blocks:
                key = digest(model, *block.passages, "|", *block.sentences)
                arrays = store.get(key)
                found = None if arrays is None else _restored(arrays)
                waiting.append((key, len(block.passages), found))
                if found is None:
                    yield block

        done = iter(run(assign, missing()))
        while True:
            fresh = next(done, None)
            while waiting and waiting[0][2] is not None:
                _, n, found = waiting.popleft()
                told(n)
                if found is not None:
                    yield found
            if fresh is None:
                return
            key, n, _ = waiting.popleft()
            store.put(key, {field.name: np.asarray(getattr(fresh, field.name)) for field in fields(fresh)})
            told(n)
            yield fresh

    return work


def _restored(arrays: dict[str, Any]) -> Assigned:
    return Assigned(**arrays)


def _in_order(assign: Assign, blocks: Iterable[Block]) -> Iterator[Assigned]:
    """In threads, never more than a few blocks in memory at once."""
    at_once = n_workers()
    with ThreadPoolExecutor(max_workers=at_once) as pool:
        running: deque[Future[Assigned]] = deque()
        for block in blocks:
            running.append(pool.submit(assign, block))
            if len(running) > at_once:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
