"""An embedding on all cores: one result, whoever does the work."""

import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import CancelledError, ThreadPoolExecutor

import numpy as np
import pytest

from reflectory.connections import spread as module
from reflectory.connections.encoder_process import EncoderProcess
from reflectory.connections.spread import SpreadEmbedder, spread
from reflectory.connections.store import Store, digest
from reflectory.engine.embedding import MultilingualEmbedder, StaticEmbedder
from reflectory.engine.parallel import one_blas_thread
from tests.connections.speaking import invented

TEXTS = invented(70)
SMALL_CHUNKS = "from reflectory.connections import spread as s\ns.CHUNK, s.ENOUGH_FOR_PROCESSES = 16, 32\n"


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    """Chunks of sixteen texts, and processes from thirty-two texts on."""
    monkeypatch.setattr(module, "CHUNK", 16)
    monkeypatch.setattr(module, "ENOUGH_FOR_PROCESSES", 32)


class Counting:
    """Vectors that depend on the text alone, and a record of what was asked for."""

    name = "a count of letters"
    multilingual = False

    def __init__(self):
        self.asked = []

    def embed(self, texts):
        self.asked.append(list(texts))
        return np.array([[len(text), text.count("e")] for text in texts], np.float32).reshape(-1, 2)


@pytest.fixture(scope="module")
def wanted():
    """The vectors as one process works them out, chunk by chunk."""
    embedder = MultilingualEmbedder()
    with one_blas_thread():
        return np.vstack([embedder.embed(TEXTS[first : first + 16]) for first in range(0, len(TEXTS), 16)])


@pytest.mark.parametrize("workers", [1, 2])
def test_the_number_of_workers_changes_no_bit(workers, wanted, tmp_path):
    told = []
    with SpreadEmbedder(
        MultilingualEmbedder(), workers=workers, store=Store(tmp_path), progress=lambda *c: told.append(c)
    ) as embedder:
        assert embedder.embed(TEXTS).tobytes() == wanted.tobytes()
        assert (embedder._pool is not None) == (workers > 1)
    assert len(told) == 5
    assert told == sorted(told)
    assert told[-1] == (70, 70)
    with SpreadEmbedder(MultilingualEmbedder(), workers=3 - workers, store=Store(tmp_path)) as embedder:
        assert embedder.embed(TEXTS).tobytes() == wanted.tobytes()
        assert embedder._pool is None


def test_threads_share_the_processes_and_get_their_own_answers(wanted):
    with (
        SpreadEmbedder(MultilingualEmbedder(), workers=2) as embedder,
        ThreadPoolExecutor(3) as threads,
    ):
        answers = list(threads.map(lambda first: embedder.embed(TEXTS[first:]), [0, 16, 32, 48, 64, 0]))
        assert len(embedder._pool._processes) == 2
    for first, vectors in zip([0, 16, 32, 48, 64, 0], answers, strict=True):
        assert vectors.tobytes() == wanted[first:].tobytes()


def test_a_few_texts_start_no_process(wanted):
    with SpreadEmbedder(MultilingualEmbedder(), workers=2) as embedder:
        assert embedder.embed(TEXTS[:16]).tobytes() == wanted[:16].tobytes()
        assert embedder._pool is None


def test_another_embedding_stays_in_this_process():
    counting = Counting()
    with SpreadEmbedder(counting, workers=2) as embedder:
        assert np.array_equal(embedder.embed(TEXTS), Counting().embed(TEXTS))
        assert embedder._pool is None
        assert (embedder.name, embedder.multilingual) == ("a count of letters", False)
    assert [len(chunk) for chunk in counting.asked] == [16, 16, 16, 16, 6]


def test_where_processes_cannot_start_the_work_is_done_here(monkeypatch, wanted):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with SpreadEmbedder(MultilingualEmbedder(), workers=2) as embedder:
        assert embedder.embed(TEXTS).tobytes() == wanted.tobytes()


def test_no_texts_have_no_vectors():
    assert SpreadEmbedder(MultilingualEmbedder(), workers=2).embed([]).shape == (0, 512)


def test_only_what_is_not_kept_is_worked_out(tmp_path):
    first, second = Counting(), Counting()
    SpreadEmbedder(first, store=Store(tmp_path)).embed(TEXTS[:32])
    vectors = SpreadEmbedder(second, store=Store(tmp_path)).embed(TEXTS)
    assert second.asked == [TEXTS[32:48], TEXTS[48:64], TEXTS[64:]]
    assert np.array_equal(vectors, Counting().embed(TEXTS))


def test_an_interrupted_call_goes_on_where_it_stopped(tmp_path):
    class Interrupted(Counting):
        def embed(self, texts):
            if len(self.asked) == 3:
                raise KeyboardInterrupt
            return super().embed(texts)

    with pytest.raises(KeyboardInterrupt):
        SpreadEmbedder(Interrupted(), store=Store(tmp_path)).embed(TEXTS)
    counting = Counting()
    SpreadEmbedder(counting, store=Store(tmp_path)).embed(TEXTS)
    assert counting.asked == [TEXTS[48:64], TEXTS[64:]]


@pytest.mark.parametrize(
    "arrays",
    [
        {},
        {"vectors": np.zeros((15, 2), np.float32)},
        {"vectors": np.zeros((16, 2))},
        {"vectors": np.zeros(16, np.float32)},
    ],
)
def test_what_is_kept_in_another_shape_is_worked_out_again(tmp_path, arrays):
    store, counting = Store(tmp_path), Counting()
    embedder = SpreadEmbedder(counting, store=store)
    store.put(embedder._key(TEXTS[:16]), arrays)
    assert np.array_equal(embedder.embed(TEXTS[:16]), Counting().embed(TEXTS[:16]))
    assert len(counting.asked) == 1


def test_vectors_of_another_embedding_or_version_are_not_taken(tmp_path, monkeypatch):
    kept = SpreadEmbedder(Counting(), store=Store(tmp_path))
    kept.embed(TEXTS)
    other = Counting()
    other.name = "another count"
    SpreadEmbedder(other, store=Store(tmp_path)).embed(TEXTS)
    assert len(other.asked) == 5
    one = SpreadEmbedder(MultilingualEmbedder())._key(TEXTS)
    monkeypatch.setattr(module, "version", lambda _: "9.9")
    assert SpreadEmbedder(MultilingualEmbedder())._key(TEXTS) != one


def test_progress_tells_how_many_texts_are_done(tmp_path):
    told = []
    store = Store(tmp_path)
    SpreadEmbedder(Counting(), store=store).embed(TEXTS[:32])
    SpreadEmbedder(Counting(), store=store, progress=lambda *counts: told.append(counts)).embed(TEXTS)
    assert told == [(32, 70), (48, 70), (64, 70), (70, 70)]


def test_it_can_be_closed_twice_and_used_again(wanted, monkeypatch):
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    embedder = SpreadEmbedder(MultilingualEmbedder(), workers=2)
    embedder.embed(TEXTS)
    embedder.close()
    embedder.close()
    assert embedder.embed(TEXTS).tobytes() == wanted.tobytes()
    embedder.close()


def test_closing_ends_a_call_under_way():
    embedder = SpreadEmbedder(MultilingualEmbedder(), workers=2)
    started = threading.Event()
    embedder._progress = lambda *_: started.set()
    with ThreadPoolExecutor(1) as threads:
        call = threads.submit(embedder.embed, invented(4_000))
        assert started.wait(60)
        embedder.close()
        with pytest.raises(CancelledError):
            call.result(60)


def test_it_travels_without_folder_and_processes_and_embeds_the_same(tmp_path, wanted):
    embedder = SpreadEmbedder(MultilingualEmbedder(), workers=2, store=Store(tmp_path))
    travelled = pickle.loads(pickle.dumps(embedder))
    assert travelled.embed(TEXTS).tobytes() == wanted.tobytes()
    assert travelled._pool is None
    assert travelled._store is None
    assert travelled.name == embedder.name


def test_the_static_embedding_stays_what_it_is():
    static = StaticEmbedder()
    assert spread(static) is static
    counting = Counting()
    assert spread(counting)._embedder is counting


def run(script, *arguments):
    """The finished process of a Python script that has no `if __name__` of its own."""
    command = [sys.executable, str(script), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def is_running(pid):
    """Whether there is such a process, ended ones that nobody asked after aside."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def gone(pids):
    """Whether all of them have ended, given a few seconds."""
    for _ in range(100):
        if not any(map(is_running, pids)):
            return True
        time.sleep(0.1)
    return False


def test_a_script_without_a_guard_runs_once_and_leaves_nothing_behind(tmp_path, wanted):
    script = tmp_path / "script.py"
    script.write_text(f"""{SMALL_CHUNKS}
import json, threading
from reflectory.connections.store import digest
from reflectory.engine.embedding import MultilingualEmbedder
embedder = s.SpreadEmbedder(MultilingualEmbedder(), workers=2)
found = []
thread = threading.Thread(target=lambda: found.append(embedder.embed({TEXTS!r})))
thread.start(); thread.join()
pids = [process._process.pid for process in embedder._pool._processes if process._process]
print(json.dumps([digest(found[0].tobytes()), pids]))
""")
    done = run(script)
    assert done.stderr == ""
    vectors, pids = json.loads(done.stdout)
    assert vectors == digest(wanted.tobytes())
    assert len(pids) == 2
    assert gone(pids)


@pytest.mark.parametrize(
    ("kind", "code"), [(signal.SIGINT, -signal.SIGINT), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_an_interrupted_or_killed_program_leaves_no_process_behind(tmp_path, kind, code):
    script = tmp_path / "script.py"
    script.write_text(f"""{SMALL_CHUNKS}
import json
from reflectory.engine.embedding import MultilingualEmbedder
from tests.connections.speaking import invented
def tell(n_done, n_texts):
    pids = [process._process.pid for process in embedder._pool._processes if process._process]
    if len(pids) == 2:
        print(json.dumps(pids), flush=True)
embedder = s.SpreadEmbedder(MultilingualEmbedder(), workers=2, progress=tell)
embedder.embed(invented(24_000))
""")
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    program = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment,
    )  # fmt: skip
    with program:
        pids = json.loads(program.stdout.readline())
        assert all(map(is_running, pids))
        program.send_signal(kind)
        program.stdout.read()
        assert program.wait(30) == code
    assert gone(pids)


def test_a_process_that_dies_costs_nothing_but_time(wanted, monkeypatch):
    exchange = EncoderProcess.embed
    deaths = []

    def dying(self, texts):
        if not deaths and self._process is not None:
            deaths.append(self._process.pid)
            self._process.kill()
        return exchange(self, texts)

    monkeypatch.setattr(EncoderProcess, "embed", dying)
    with SpreadEmbedder(MultilingualEmbedder(), workers=2) as embedder:
        assert embedder.embed(TEXTS).tobytes() == wanted.tobytes()
    assert len(deaths) == 1
