"""Arrays that are kept whole or not at all."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reflectory.connections.store import Store, digest

KEY = digest("a key")
ARRAYS = {"vectors": np.arange(12, dtype=np.float32).reshape(3, 4), "empty": np.empty(0, np.int64)}


def same(found, wanted):
    """Whether the arrays are the same by name, type and value."""
    return (
        found is not None
        and found.keys() == wanted.keys()
        and all(found[name].dtype == wanted[name].dtype for name in wanted)
        and all(np.array_equal(found[name], wanted[name]) for name in wanted)
    )


def files(folder):
    """The names of what lies in the folder."""
    return sorted(path.name for path in folder.iterdir())


def test_what_was_put_is_got_back_to_the_last_bit(tmp_path):
    store = Store(tmp_path / "new" / "folder")
    assert store.get(KEY) is None
    store.put(KEY, ARRAYS)
    assert same(store.get(KEY), ARRAYS)
    assert same(Store(tmp_path / "new" / "folder").get(KEY), ARRAYS)
    assert files(tmp_path / "new" / "folder") == [f"{KEY}.npz"]


def test_what_is_put_later_replaces_what_was_there(tmp_path):
    store = Store(tmp_path)
    store.put(KEY, ARRAYS)
    store.put(KEY, {"vectors": np.ones(2)})
    assert same(store.get(KEY), {"vectors": np.ones(2)})


def test_a_file_cut_short_anywhere_counts_as_absent(tmp_path):
    store = Store(tmp_path)
    store.put(KEY, ARRAYS)
    path = tmp_path / f"{KEY}.npz"
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert store.get(KEY) is None, length


def test_a_file_with_any_byte_changed_counts_as_absent(tmp_path):
    store = Store(tmp_path)
    store.put(KEY, ARRAYS)
    path = tmp_path / f"{KEY}.npz"
    whole = path.read_bytes()
    for position in range(len(whole)):
        changed = bytearray(whole)
        changed[position] ^= 0x10
        path.write_bytes(changed)
        assert store.get(KEY) is None, position


def test_what_is_kept_is_an_npz_that_others_can_read(tmp_path):
    Store(tmp_path).put(KEY, ARRAYS)
    with np.load(tmp_path / f"{KEY}.npz", allow_pickle=False) as found:
        assert same({name: found[name] for name in found.files}, ARRAYS)


def test_where_nothing_can_be_written_it_says_so_and_leaves_nothing_behind(tmp_path):
    (tmp_path / f"{KEY}.npz").mkdir()
    (tmp_path / f"{KEY}.npz" / "in the way").touch()
    with pytest.raises(OSError, match="directory"):
        Store(tmp_path).put(KEY, ARRAYS)
    assert files(tmp_path) == [f"{KEY}.npz"]
    assert Store(tmp_path).get(KEY) is None


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + b"\x00" * 18, b"text", b"\x93NUMPY\x01\x00"])
def test_a_file_that_is_something_else_holds_nothing(tmp_path, content):
    (tmp_path / f"{KEY}.npz").write_bytes(content)
    assert Store(tmp_path).get(KEY) is None


def test_a_process_killed_while_it_writes_leaves_what_was_there(tmp_path):
    store = Store(tmp_path)
    store.put(KEY, ARRAYS)
    script = """
import os, signal, sys
import numpy as np
from pathlib import Path
from reflectory.connections import store
store.os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
store.Store(Path(sys.argv[1])).put(sys.argv[2], {"vectors": np.zeros(9)})
"""
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path), KEY], check=False)
    assert done.returncode == -9
    assert same(store.get(KEY), ARRAYS)
    assert len(files(tmp_path)) == 2


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path):
    with pytest.raises(ValueError, match="Object arrays"):
        Store(tmp_path).put(KEY, {"objects": np.array([object()])})
    assert files(tmp_path) == []


def test_pickled_objects_are_never_read(tmp_path):
    with (tmp_path / f"{KEY}.npz").open("wb") as file:
        np.savez(file, vectors=np.array([{"a": 1}], dtype=object))
    assert Store(tmp_path).get(KEY) is None


@pytest.mark.parametrize("key", ["", "abc", "../../etc/passwd", "A" * 40, "g" * 40, "a" * 129])
def test_a_key_is_a_digest(tmp_path, key):
    with pytest.raises(ValueError, match="is not a key"):
        Store(tmp_path).get(key)
    with pytest.raises(ValueError, match="is not a key"):
        Store(tmp_path).put(key, ARRAYS)


def test_a_digest_is_the_same_in_every_process_and_version():
    assert digest("ab", b"c", "\ud800") == "d9b98664b19eab139b5088ba410bcf3162142e59"


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text() | st.binary()), st.lists(st.text() | st.binary()))
def test_other_parts_have_another_digest(one, other):
    def spelt(parts):
        return [part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part for part in parts]

    assert (digest(*one) == digest(*other)) == (spelt(one) == spelt(other))
