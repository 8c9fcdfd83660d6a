"""The engine's blocks on a real Dask cluster on this computer."""

import os
import signal
import sys
from importlib.metadata import version

import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from reflectory.connections import CannotConnect, cluster
from reflectory.connections.cluster import on_cluster, work_on
from reflectory.connections.spread import SpreadEmbedder
from reflectory.engine import themes as engine
from reflectory.engine.embedding import MultilingualEmbedder, StaticEmbedder
from tests.connections.speaking import invented

TEXTS = invented(60)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    """Blocks of eight passages, so that there are several."""
    monkeypatch.setattr(engine, "BLOCK", 8)


@pytest.fixture(scope="module")
def two_workers():
    """A scheduler and two worker processes, with one thread each."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
    ) as running:
        yield running


@pytest.fixture(scope="module")
def nobody():
    """A scheduler without workers."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=0, processes=False, dashboard_address=":0", silence_logs=50) as running:
        yield running.scheduler_address


def same(one, other):
    """Whether two results are the same to the last bit."""
    fields = ("passage", "text", "start", "end", "theme", "fine", "weight")
    return one.points.tobytes() == other.points.tobytes() and all(
        getattr(one.rows, name).tobytes() == getattr(other.rows, name).tobytes() for name in fields
    )


@pytest.mark.parametrize("make", [StaticEmbedder, lambda: SpreadEmbedder(MultilingualEmbedder(), workers=1)])
def test_a_cluster_finds_what_threads_find_to_the_last_bit(two_workers, make):
    here = engine.find_themes(TEXTS, embedder=make())
    with on_cluster(two_workers.scheduler_address) as map_blocks:
        there = engine.find_themes(TEXTS, embedder=make(), map_blocks=map_blocks)
        assert len(here.rows) >= 60
        assert same(there, here)


def test_results_come_in_order_and_blocks_are_taken_a_few_at_a_time(two_workers):
    taken = []

    def blocks():
        for number in range(20):
            taken.append(number)
            yield number

    with on_cluster(two_workers.scheduler_address) as map_blocks:
        results = iter(map_blocks(str, blocks()))
        assert next(results) == "0"
        assert taken == [0, 1, 2, 3]
        assert list(results) == [str(number) for number in range(1, 20)]


def test_an_error_in_the_work_is_raised_as_it_is(two_workers):
    with (
        on_cluster(two_workers.scheduler_address) as map_blocks,
        pytest.raises(ValueError, match="invalid literal"),
    ):
        list(map_blocks(int, ["1", "one"]))


def test_a_worker_keeps_to_one_blas_thread():
    with threadpool_limits(limits=2):
        assert work_on(str, 1) == "1"
        assert {pool["num_threads"] for pool in threadpool_info()} == {1}


def test_when_a_worker_dies_another_does_its_blocks(two_workers):
    here = engine.find_themes(TEXTS, embedder=StaticEmbedder())
    with on_cluster(two_workers.scheduler_address) as map_blocks:

        def losing_one(work, blocks):
            for number, done in enumerate(map_blocks(work, blocks)):
                if number == 1:
                    os.kill(next(iter(two_workers.workers.values())).pid, signal.SIGKILL)
                yield done

        there = engine.find_themes(TEXTS, embedder=StaticEmbedder(), map_blocks=losing_one)
    assert same(there, here)


def test_when_all_workers_die_it_says_so(two_workers):
    address = two_workers.scheduler_address
    with on_cluster(address, patience=30) as map_blocks:

        def losing_all(work, blocks):
            for done in map_blocks(work, blocks):
                for worker in two_workers.workers.values():
                    os.kill(worker.pid, signal.SIGKILL)
                yield done

        with pytest.raises(CannotConnect) as told:
            engine.find_themes(TEXTS, embedder=StaticEmbedder(), map_blocks=losing_all)
    assert str(told.value) == (
        f"The cluster at {address} lost work before it was done: the workers that had it, or the scheduler, "
        "are gone. See that its scheduler and workers run and have enough memory, and start again."
    )


def test_workers_with_other_software_are_refused(two_workers, monkeypatch):
    monkeypatch.setattr(cluster, "version", lambda name: "1.0" if name == "numpy" else version(name))
    with pytest.raises(
        CannotConnect, match=r"has numpy [\d.]+, this computer has 1\.0\. Results would differ"
    ):
        on_cluster(two_workers.scheduler_address, patience=30).__enter__()


def test_workers_that_cannot_run_reflectory_are_refused(two_workers, monkeypatch):
    def versions_there():
        raise ModuleNotFoundError("No module named 'reflectory'")

    monkeypatch.setattr(cluster, "versions", versions_there)
    with pytest.raises(CannotConnect, match="cannot run Reflectory: No module named 'reflectory'"):
        on_cluster(two_workers.scheduler_address, patience=30).__enter__()


def test_a_scheduler_without_workers_is_told_with_what_to_start(nobody):
    with pytest.raises(CannotConnect) as told:
        on_cluster(nobody, patience=0.2).__enter__()
    assert str(told.value) == f"The scheduler at {nobody} has no workers. Start some: dask worker {nobody}"


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "http://127.0.0.1", "nonsense"])
def test_an_address_where_no_scheduler_answers_is_told(address):
    with pytest.raises(CannotConnect) as told:
        on_cluster(address, patience=0.3).__enter__()
    assert str(told.value) == (
        f"No Dask scheduler answered at {address} within 0.3 seconds. Give the address that the scheduler prints "
        "when it starts, such as tcp://scheduler.internal:8786, or leave out --cluster."
    )


def test_where_dask_is_missing_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(CannotConnect) as told:
        on_cluster("tcp://127.0.0.1:9").__enter__()
    assert str(told.value) == (
        'A cluster needs one more package on this computer: pip install "reflectory[cluster]".'
    )


def test_what_is_lost_is_told_by_its_first_line():
    assert cluster._loss(OSError("Timed out.\nmore")) == "Timed out"
    assert cluster._loss(OSError()) == "OSError"
